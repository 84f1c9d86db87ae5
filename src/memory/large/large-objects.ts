// HOT: no closures, no allocation except in runView; no lock is held or taken here.
/**
 * The bytes of large objects (large-space.ts says how they come and go). One instance a thread.
 *
 * Copying goes through Buffer.prototype.copy, which on shared memory is the only one that runs at the speed of memory;
 * a few bytes are copied by a loop. Positions and lengths are in bytes; a range that leaves the object is a bug and
 * throws a RangeError before anything is touched.
 */

import { LARGE_SLABS } from '../layout.ts';
import type { SharedMemory, SlabSet } from '../slabs.ts';
import { type LargeRef, NO_LARGE } from '../types.ts';
import { LargeCursor } from './large-cursor.ts';
import {
  FIRST_LARGE_SLAB,
  LARGE_SLAB_SHIFT,
  LARGE_UNIT_BYTES,
  LARGE_UNIT_MASK,
  LARGE_UNIT_SHIFT,
  unitsFor,
} from './large-layout.ts';
import { LargeSpace } from './large-space.ts';

const LOOP_BYTES = 64;
const ZEROS = Buffer.alloc(LARGE_UNIT_BYTES * 16);
const copy = Buffer.prototype.copy;

export class LargeObjects extends LargeSpace {
  readonly #here: LargeCursor;
  readonly #there: LargeCursor;

  constructor(slabs: SlabSet, shared: SharedMemory, maxSlabs: number = LARGE_SLABS) {
    super(slabs, shared, maxSlabs);
    this.#here = new LargeCursor(this.descriptors.words);
    this.#there = new LargeCursor(this.descriptors.words);
  }

  /** In how many pieces the bytes lie. */
  runCount(ref: LargeRef): number {
    const runs = this.descriptors.runs(ref);
    let spare = this.descriptors.units(ref) - unitsFor(this.length(ref));
    let count = runs;
    while (spare > 0) {
      spare -= this.#runUnits(ref, count - 1);
      if (spare >= 0) count--;
    }
    return count;
  }

  /** Offset in the object of the first byte of piece `index`. */
  runOffset(ref: LargeRef, index: number): number {
    let units = 0;
    for (let i = 0; i < index; i++) units += this.#runUnits(ref, i);
    return units * LARGE_UNIT_BYTES;
  }

  /** Bytes of piece `index`: whole pages, except that the last piece ends with the object. */
  runBytes(ref: LargeRef, index: number): number {
    const bytes = this.#runUnits(ref, index) << LARGE_UNIT_SHIFT;
    const left = this.length(ref) - this.runOffset(ref, index);
    return left < bytes ? left : bytes;
  }

  /** Id of the slab in which piece `index` lies. */
  slabOf(ref: LargeRef, index: number): number {
    return FIRST_LARGE_SLAB + (this.#runFirst(ref, index) >>> LARGE_SLAB_SHIFT);
  }

  /** Offset in its slab of the first byte of piece `index`. */
  byteOf(ref: LargeRef, index: number): number {
    return (this.#runFirst(ref, index) & LARGE_UNIT_MASK) << LARGE_UNIT_SHIFT;
  }

  /**
   * A view of piece `index`, valid while pinned. It makes an object of the JS heap: never call it under a lock.
   * cold: once a piece of 64 KiB and more.
   */
  runView(ref: LargeRef, index: number): Buffer {
    const start = this.byteOf(ref, index);
    return this.bytesOfSlab(this.slabOf(ref, index)).subarray(start, start + this.runBytes(ref, index));
  }

  /** The bytes of a slab, by its id. */
  bytesOfSlab(slab: number): Buffer {
    const bytes = this.slabs.bytes[slab]!;
    if (bytes.length !== 0) return bytes;
    // The slab came after this thread's last look.
    this.slabs.sync();
    const late = this.slabs.bytes[slab]!;
    if (late.length === 0) throw new Error('a large object lies in a slab that this thread does not know');
    return late;
  }

  /** Writes source[start, end) at byte `at`. */
  write(ref: LargeRef, at: number, source: Uint8Array, start: number, end: number): void {
    this.#check(ref, at, end - start);
    this.#here.seek(ref, at);
    this.put(this.#here, source, start, end);
  }

  /** Writes source[start, end) at a cursor and moves that on. */
  put(cursor: LargeCursor, source: Uint8Array, start: number, end: number): void {
    let from = start;
    while (from < end) {
      if (cursor.left === 0) cursor.next();
      const bytes = end - from < cursor.left ? end - from : cursor.left;
      copyBytes(source, from, this.bytesOfSlab(cursor.slab), cursor.byte, bytes);
      cursor.advance(bytes);
      from += bytes;
    }
  }

  /** Reads `length` bytes from byte `at` on into the target. */
  read(ref: LargeRef, at: number, target: Buffer, targetStart: number, length: number): void {
    this.#check(ref, at, length);
    const cursor = this.#here;
    cursor.seek(ref, at);
    let done = 0;
    while (done < length) {
      if (cursor.left === 0) cursor.next();
      const bytes = length - done < cursor.left ? length - done : cursor.left;
      copyBytes(this.bytesOfSlab(cursor.slab), cursor.byte, target, targetStart + done, bytes);
      cursor.advance(bytes);
      done += bytes;
    }
  }

  /** Copies between two objects (not inside one). */
  copyRange(from: LargeRef, fromAt: number, to: LargeRef, toAt: number, length: number): void {
    this.#check(from, fromAt, length);
    this.#check(to, toAt, length);
    const source = this.#here;
    const target = this.#there;
    source.seek(from, fromAt);
    target.seek(to, toAt);
    let left = length;
    while (left > 0) {
      const bytes = this.#step(source, target, left);
      copyBytes(this.bytesOfSlab(source.slab), source.byte, this.bytesOfSlab(target.slab), target.byte, bytes);
      source.advance(bytes);
      target.advance(bytes);
      left -= bytes;
    }
  }

  /** Overwrites with zeros. */
  zero(ref: LargeRef, at: number, length: number): void {
    this.#check(ref, at, length);
    this.#here.seek(ref, at);
    for (let left = length; left > 0; left -= ZEROS.length) {
      this.put(this.#here, ZEROS, 0, left < ZEROS.length ? left : ZEROS.length);
    }
  }

  /** One byte, 0…255. */
  byteAt(ref: LargeRef, at: number): number {
    this.#check(ref, at, 1);
    this.#here.seek(ref, at);
    return this.bytesOfSlab(this.#here.slab)[this.#here.byte]!;
  }

  setByteAt(ref: LargeRef, at: number, value: number): void {
    this.#check(ref, at, 1);
    this.#here.seek(ref, at);
    this.bytesOfSlab(this.#here.slab)[this.#here.byte] = value;
  }

  /** Order of two objects by their bytes: negative, 0 or positive. */
  compare(a: LargeRef, b: LargeRef): number {
    const lengthA = this.length(a);
    const lengthB = this.length(b);
    const here = this.#here;
    const there = this.#there;
    here.seek(a, 0);
    there.seek(b, 0);
    let left = lengthA < lengthB ? lengthA : lengthB;
    while (left > 0) {
      const bytes = this.#step(here, there, left);
      const other = this.bytesOfSlab(there.slab);
      const end = here.byte + bytes;
      const order = this.bytesOfSlab(here.slab).compare(other, there.byte, there.byte + bytes, here.byte, end);
      if (order !== 0) return order;
      here.advance(bytes);
      there.advance(bytes);
      left -= bytes;
    }
    return lengthA - lengthB;
  }

  /** Whether two objects hold the same bytes. */
  equals(a: LargeRef, b: LargeRef): boolean {
    return a === b || (this.length(a) === this.length(b) && this.compare(a, b) === 0);
  }

  /** Order of an object against bytes[start, end): negative, 0 or positive. */
  compareBytes(ref: LargeRef, bytes: Uint8Array, start: number, end: number): number {
    const length = this.length(ref);
    const cursor = this.#here;
    cursor.seek(ref, 0);
    const common = length < end - start ? length : end - start;
    let done = 0;
    while (done < common) {
      if (cursor.left === 0) cursor.next();
      const piece = common - done < cursor.left ? common - done : cursor.left;
      const from = start + done;
      const order = this.bytesOfSlab(cursor.slab).compare(bytes, from, from + piece, cursor.byte, cursor.byte + piece);
      if (order !== 0) return order;
      cursor.advance(piece);
      done += piece;
    }
    return length - (end - start);
  }

  /** Whether an object holds just bytes[start, end). */
  equalsBytes(ref: LargeRef, bytes: Uint8Array, start: number, end: number): boolean {
    return this.length(ref) === end - start && this.compareBytes(ref, bytes, start, end) === 0;
  }

  /**
   * Moves an object out of the slab in which it begins, into free pages of the others. The caller holds the lock of
   * the owner's shard for the whole copy (1 MiB takes about 0.1 ms; LargeCompactor copies without it).
   * @returns false when it is pinned or there is no room
   */
  tryMove(ref: LargeRef): boolean {
    if (this.isPinned(ref)) return false;
    const length = this.length(ref);
    const twin = this.allocateTwin(ref, this.slabOf(ref, 0) - FIRST_LARGE_SLAB);
    if (twin === NO_LARGE) return false;
    this.copyRange(ref, 0, twin, 0, length);
    this.descriptors.exchangeRuns(ref, twin);
    this.release(twin);
    return true;
  }

  /** Bytes, up to `most`, that lie in one piece at both cursors. */
  #step(a: LargeCursor, b: LargeCursor, most: number): number {
    if (a.left === 0) a.next();
    if (b.left === 0) b.next();
    const bytes = a.left < b.left ? a.left : b.left;
    return bytes < most ? bytes : most;
  }

  #runFirst(ref: LargeRef, index: number): number {
    return this.descriptors.words[this.descriptors.runWord(ref, index)]!;
  }

  #runUnits(ref: LargeRef, index: number): number {
    return this.descriptors.words[this.descriptors.runWord(ref, index) + 1]!;
  }

  #check(ref: LargeRef, at: number, length: number): void {
    if (at < 0 || length < 0 || at + length > this.length(ref)) {
      throw new RangeError('a range leaves its large object');
    }
  }
}

function copyBytes(source: Uint8Array, from: number, target: Buffer, to: number, length: number): void {
  if (length >= LOOP_BYTES) {
    copy.call(source, target, to, from, from + length);
    return;
  }
  for (let i = 0; i < length; i++) target[to + i] = source[from + i]!;
}
