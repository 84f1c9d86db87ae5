// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Elements: one block for each field of a big hash, member of a big set or sorted set, consumer of a stream.
 *
 *   byte 0 ┌────────┬───────────────────────────┬──────────────────────┬─────┬───────┬─────┬───────────────────┐
 *          │ header │ pad 5 bits │ flags 3 bits │ key length, 8 bits   │ key │ value │ pad │ [number, 8 bytes] │
 *          │        │                           │ (254: 16 more follow)│     │       │     │ at the block's end│
 *          └────────┴───────────────────────────┴──────────────────────┴─────┴───────┴─────┴───────────────────┘
 *
 * The number is a double: the score of a member, or when a field expires, in ms since 1970. It ends the block, so that it
 * is aligned without a gap before the key: a member of 17 bytes takes 24, or 32 with its score.
 * The value's length is what the block leaves. A large value is the 4-byte number of its large object; a large key is
 * that and its hash. Large objects of elements are adopted by no shard: the compactor leaves them where they are.
 */
import { UNITS_SHIFT } from '../../memory/heap/free-lists.ts';
import type { Heap } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { LargeRef, Ref } from '../../memory/types.ts';
import { BATCH_TEXT_BYTES, type TextBatch } from '../text-batch.ts';
import type { Entries } from './hash-structure.ts';

/** The keyed hash of the store. */
export interface BytesHasher {
  hash(bytes: Uint8Array, start: number, length: number): number;
}

/** Keys of this many bytes and more are large objects. */
export const LARGE_KEY_BYTES = 65_536;

export const FIXED_BYTES = 6;
export const NUMBER_BYTES = 8;
/** The smallest elements leave up to 17 bytes of the smallest block. */
export const PAD_MASK = 0x1f;
export const NUMBER_FLAG = 0x20;
export const LARGE_KEY_FLAG = 0x40;
export const LARGE_VALUE_FLAG = 0x80;
export const KEY_SHIFT = 8;
export const LONG_KEY = 254;
export const LONG_SHIFT = 16;
/** Large object and hash. */
export const LARGE_KEY_LENGTH = 8;

const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

/** Reads elements. */
export class ElementFields implements Entries {
  protected readonly heap: Heap;
  protected readonly large: LargeObjects;
  readonly hasher: BytesHasher;
  readonly i32: Int32Array[];
  readonly bytes: Buffer[];
  /** What `locateKey` found. */
  keyStart = 0;
  keyEnd = 0;
  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  touched = 0;

  constructor(heap: Heap, large: LargeObjects, hasher: BytesHasher) {
    this.heap = heap;
    this.large = large;
    this.hasher = hasher;
    this.i32 = heap.slabs.i32;
    this.bytes = heap.slabs.bytes;
  }

  matches(ref: Ref, key: Uint8Array, start: number, length: number): boolean {
    const slab = ref >>> SLAB_SHIFT;
    const meta = this.i32[slab]![((ref & UNIT_MASK) << 1) + 1]!;
    const short = (meta >>> KEY_SHIFT) & 0xff;
    let at = ((ref & UNIT_MASK) << 3) + FIXED_BYTES;
    if (short >= LONG_KEY) {
      if (meta >>> LONG_SHIFT !== length) return false;
      at += 2;
    } else if ((meta & LARGE_KEY_FLAG) !== 0) {
      return length >= LARGE_KEY_BYTES && this.large.equalsBytes(this.largeKey(ref), key, start, start + length);
    } else if (short !== length) return false;
    const bytes = this.bytes[slab]!;
    const end = start + length;
    for (let i = start; i < end; i++) if (bytes[at++] !== key[i]) return false;
    return true;
  }

  hash(ref: Ref): number {
    const bytes = this.bytes[ref >>> SLAB_SHIFT]!;
    const at = this.keyAt(ref);
    if (this.isLargeKey(ref)) return readWord(bytes, at + 4);
    return this.hasher.hash(bytes, at, this.inlineKeyLength(this.meta(ref)));
  }

  /** The slab's bytes in which an element lies: `keyAt` and `valueAt` index them. */
  bytesOf(ref: Ref): Buffer {
    return this.bytes[ref >>> SLAB_SHIFT]!;
  }

  isLargeKey(ref: Ref): boolean {
    return (this.meta(ref) & LARGE_KEY_FLAG) !== 0;
  }

  /** The large object that holds the key. */
  largeKey(ref: Ref): LargeRef {
    return readWord(this.bytesOf(ref), this.keyAt(ref)) as LargeRef;
  }

  /** Bytes of the key, large or not. */
  keyLength(ref: Ref): number {
    return this.isLargeKey(ref) ? this.large.length(this.largeKey(ref)) : this.inlineKeyLength(this.meta(ref));
  }

  /** Finds an inline key: `keyStart` and `keyEnd` index `bytesOf(ref)`. @returns false for a large one */
  locateKey(ref: Ref): boolean {
    const meta = this.meta(ref);
    const short = (meta >>> KEY_SHIFT) & 0xff;
    const at = ((ref & UNIT_MASK) << 3) + FIXED_BYTES;
    this.keyStart = short >= LONG_KEY ? at + 2 : at;
    this.keyEnd = this.keyStart + (short >= LONG_KEY ? meta >>> LONG_SHIFT : short);
    return (meta & LARGE_KEY_FLAG) === 0;
  }

  /**
   * Fetches from memory elements whose references are `step` words apart. They lie anywhere, and a loop that does nothing
   * but load lets the processor wait for many of them at once.
   */
  readAhead(refs: Int32Array, at: number, step: number, count: number): void {
    const { i32 } = this;
    let next = at | 0;
    let sum = 0;
    for (let i = 0; i < count; i = (i + 1) | 0) {
      const ref = refs[next]!;
      sum ^= i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) | 1]!;
      next = (next + step) | 0;
    }
    this.touched ^= sum;
  }

  /**
   * Makes the key, if it is short, text `i` of a batch, and the element's number, if it is asked for, that text's.
   * @returns false if it is not
   */
  listKey(ref: Ref, batch: TextBatch, i: number, withNumber: boolean): boolean {
    const slab = ref >>> SLAB_SHIFT;
    const words = this.i32[slab]!;
    const at = (ref & UNIT_MASK) << 1;
    const meta = words[at + 1]!;
    const length = (meta >>> KEY_SHIFT) & 0xff;
    if (length > BATCH_TEXT_BYTES || (meta & LARGE_KEY_FLAG) !== 0) return false;
    batch.slabs[i] = slab;
    batch.starts[i] = (at << 2) + FIXED_BYTES;
    batch.lengths[i] = length;
    if (!withNumber) return true;
    const end = at + ((words[at]! >>> UNITS_SHIFT) << 1);
    batch.numberWords[2 * i] = words[end - 2]!;
    batch.numberWords[2 * i + 1] = words[end - 1]!;
    return true;
  }

  /** Byte index of an inline key in `bytesOf(ref)`. */
  keyAt(ref: Ref): number {
    const long = ((this.meta(ref) >>> KEY_SHIFT) & 0xff) >= LONG_KEY;
    return ((ref & UNIT_MASK) << 3) + FIXED_BYTES + (long ? 2 : 0);
  }

  /** Byte index of the inline value in `bytesOf(ref)`. */
  valueAt(ref: Ref): number {
    return this.keyAt(ref) + this.inlineKeyLength(this.meta(ref));
  }

  /** Bytes of the inline value (4 for a large one: see `largeRef`). */
  valueLength(ref: Ref): number {
    const meta = this.meta(ref);
    const end = ((ref & UNIT_MASK) << 3) + this.heap.blockBytes(ref) - (meta & PAD_MASK);
    return end - ((meta & NUMBER_FLAG) !== 0 ? NUMBER_BYTES : 0) - this.valueAt(ref);
  }

  /** Whether the value is a large object. */
  isLarge(ref: Ref): boolean {
    return (this.meta(ref) & LARGE_VALUE_FLAG) !== 0;
  }

  /** The large object that holds the value. */
  largeRef(ref: Ref): LargeRef {
    return readWord(this.bytesOf(ref), this.valueAt(ref)) as LargeRef;
  }

  /** Whether the element has a number: a score, or a time at which it expires. */
  hasNumber(ref: Ref): boolean {
    return (this.meta(ref) & NUMBER_FLAG) !== 0;
  }

  /** The number of an element that has one. */
  number(ref: Ref): number {
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = this.numberAt(ref);
    halves[0] = words[at]!;
    halves[1] = words[at + 1]!;
    return number[0]!;
  }

  setNumber(ref: Ref, value: number): void {
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = this.numberAt(ref);
    number[0] = value;
    words[at] = halves[0]!;
    words[at + 1] = halves[1]!;
  }

  /** Index of the number's low word in the Int32Array of its slab. */
  numberAt(ref: Ref): number {
    return ((ref & UNIT_MASK) << 1) + (this.heap.blockBytes(ref) >>> 2) - 2;
  }

  /** Bytes that the element occupies, in the heap and in large objects. */
  occupied(ref: Ref): number {
    let bytes = this.heap.blockBytes(ref);
    if (this.isLargeKey(ref)) bytes += this.large.bytesOf(this.largeKey(ref));
    if (this.isLarge(ref)) bytes += this.large.bytesOf(this.largeRef(ref));
    return bytes;
  }

  /** Bytes that `copy` allocates, at most. */
  copyBytes(ref: Ref): number {
    return this.heap.blockBytes(ref) + 16;
  }

  protected inlineKeyLength(meta: number): number {
    const short = (meta >>> KEY_SHIFT) & 0xff;
    return short >= LONG_KEY ? meta >>> LONG_SHIFT : short;
  }

  protected meta(ref: Ref): number {
    return this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1]!;
  }

  protected setMeta(ref: Ref, meta: number): void {
    this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1] = meta;
  }
}

function readWord(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
