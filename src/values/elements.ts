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
import { type Heap, KIND_ELEMENT } from '../memory/heap.ts';
import type { LargeObjects } from '../memory/large-objects.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../memory/types.ts';
import type { Entries } from './hash-structure.ts';

/** The keyed hash of the store. */
export interface BytesHasher {
  hash(bytes: Uint8Array, start: number, length: number): number;
}

/** Keys of this many bytes and more are large objects. */
export const LARGE_KEY_BYTES = 65_536;

const FIXED_BYTES = 6;
const NUMBER_BYTES = 8;
/** The smallest elements leave up to 17 bytes of the smallest block. */
const PAD_MASK = 0x1f;
const NUMBER_FLAG = 0x20;
const LARGE_KEY_FLAG = 0x40;
const LARGE_VALUE_FLAG = 0x80;
const KEY_SHIFT = 8;
const LONG_KEY = 254;
const LONG_SHIFT = 16;
/** Bytes that a value that becomes shorter may leave. */
const SPARE_BYTES = 15;
/** Large object and hash. */
const LARGE_KEY_LENGTH = 8;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;

const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

/** Bytes of a block for an element; those of large keys and values are not in it. */
export function elementBytes(keyLength: number, valueLength: number, hasNumber: boolean): number {
  const inline = keyLength >= LARGE_KEY_BYTES ? LARGE_KEY_LENGTH : keyLength;
  return FIXED_BYTES + (inline >= LONG_KEY ? 2 : 0) + inline + valueLength + (hasNumber ? NUMBER_BYTES : 0);
}

/** Reads and writes elements; one instance a thread. */
export class Elements implements Entries {
  readonly #heap: Heap;
  readonly #large: LargeObjects;
  readonly hasher: BytesHasher;
  readonly i32: Int32Array[];
  readonly bytes: Buffer[];
  /** What `locateKey` found. */
  keyStart = 0;
  keyEnd = 0;

  constructor(heap: Heap, large: LargeObjects, hasher: BytesHasher) {
    this.#heap = heap;
    this.#large = large;
    this.hasher = hasher;
    this.i32 = heap.slabs.i32;
    this.bytes = heap.slabs.bytes;
  }

  /**
   * A new element with a copy of the key, room for a value of `valueLength` bytes (4 if it is to be large) and, if
   * asked for, a number that is to be set.
   * @returns NO_REF, and nothing changed, when a large key finds no room in the large-object space
   */
  create(shard: number, key: Uint8Array, start: number, length: number, valueLength: number, hasNumber: boolean): Ref {
    if (length >= LARGE_KEY_BYTES) return this.#createLarge(shard, key, start, length, valueLength, hasNumber);
    const ref = this.#allocate(shard, length, valueLength, hasNumber, 0);
    const bytes = this.bytes[ref >>> SLAB_SHIFT]!;
    const at = ((ref & UNIT_MASK) << 3) + FIXED_BYTES + (length >= LONG_KEY ? 2 : 0);
    if (length < LOOP_BYTES) for (let i = 0; i < length; i++) bytes[at + i] = key[start + i]!;
    else (key as Buffer).copy(bytes, at, start, start + length);
    return ref;
  }

  /**
   * An element with the key of `from`, whose large key it takes over, and room for another value.
   * `from` is then to be freed by `discard`.
   */
  recreate(shard: number, from: Ref, valueLength: number, hasNumber: boolean): Ref {
    const length = this.#inlineKeyLength(this.#meta(from));
    const ref = this.#allocate(shard, length, valueLength, hasNumber, this.#meta(from) & LARGE_KEY_FLAG);
    const at = this.keyAt(from);
    copyIn(this.bytesOf(ref), this.keyAt(ref), this.bytesOf(from), at, length);
    return ref;
  }

  /** An element with key and value of `from`, with or without a number; large ones are taken over. The block of `from` is to be freed. */
  renumber(shard: number, from: Ref, hasNumber: boolean): Ref {
    const length = this.valueLength(from);
    const ref = this.recreate(shard, from, length, hasNumber);
    copyIn(this.bytesOf(ref), this.valueAt(ref), this.bytesOf(from), this.valueAt(from), length);
    if (this.isLarge(from)) this.#setMeta(ref, this.#meta(ref) | LARGE_VALUE_FLAG);
    return ref;
  }

  /** A copy in `shard`; large keys and values get a second owner. */
  copy(shard: number, from: Ref): Ref {
    const ref = this.renumber(shard, from, this.hasNumber(from));
    if (this.hasNumber(from)) this.setNumber(ref, this.number(from));
    if (this.isLargeKey(from)) this.#large.pin(this.largeKey(from));
    if (this.isLarge(from)) this.#large.pin(this.largeRef(from));
    return ref;
  }

  /** Frees an element with its key and value. */
  free(shard: number, ref: Ref): void {
    this.releaseValue(ref);
    if (this.isLargeKey(ref)) this.#large.release(this.largeKey(ref));
    this.#heap.free(shard, ref);
  }

  /** Frees the block of an element whose key another one has taken over, and its value. */
  discard(shard: number, ref: Ref): void {
    this.releaseValue(ref);
    this.#heap.free(shard, ref);
  }

  /** Gives up the large object of a value, if it is one: something else is to be written in its place. */
  releaseValue(ref: Ref): void {
    if (this.isLarge(ref)) this.#large.release(this.largeRef(ref));
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
      return length >= LARGE_KEY_BYTES && this.#large.equalsBytes(this.largeKey(ref), key, start, start + length);
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
    return this.hasher.hash(bytes, at, this.#inlineKeyLength(this.#meta(ref)));
  }

  /** The slab's bytes in which an element lies: `keyAt` and `valueAt` index them. */
  bytesOf(ref: Ref): Buffer {
    return this.bytes[ref >>> SLAB_SHIFT]!;
  }

  isLargeKey(ref: Ref): boolean {
    return (this.#meta(ref) & LARGE_KEY_FLAG) !== 0;
  }

  /** The large object that holds the key. */
  largeKey(ref: Ref): LargeRef {
    return readWord(this.bytesOf(ref), this.keyAt(ref)) as LargeRef;
  }

  /** Bytes of the key, large or not. */
  keyLength(ref: Ref): number {
    return this.isLargeKey(ref) ? this.#large.length(this.largeKey(ref)) : this.#inlineKeyLength(this.#meta(ref));
  }

  /** Finds an inline key: `keyStart` and `keyEnd` index `bytesOf(ref)`. @returns false for a large one */
  locateKey(ref: Ref): boolean {
    const meta = this.#meta(ref);
    const short = (meta >>> KEY_SHIFT) & 0xff;
    const at = ((ref & UNIT_MASK) << 3) + FIXED_BYTES;
    this.keyStart = short >= LONG_KEY ? at + 2 : at;
    this.keyEnd = this.keyStart + (short >= LONG_KEY ? meta >>> LONG_SHIFT : short);
    return (meta & LARGE_KEY_FLAG) === 0;
  }

  /** Byte index of an inline key in `bytesOf(ref)`. */
  keyAt(ref: Ref): number {
    const long = ((this.#meta(ref) >>> KEY_SHIFT) & 0xff) >= LONG_KEY;
    return ((ref & UNIT_MASK) << 3) + FIXED_BYTES + (long ? 2 : 0);
  }

  /** Byte index of the inline value in `bytesOf(ref)`. */
  valueAt(ref: Ref): number {
    return this.keyAt(ref) + this.#inlineKeyLength(this.#meta(ref));
  }

  /** Bytes of the inline value (4 for a large one: see `largeRef`). */
  valueLength(ref: Ref): number {
    const meta = this.#meta(ref);
    const end = ((ref & UNIT_MASK) << 3) + this.#heap.blockBytes(ref) - (meta & PAD_MASK);
    return end - ((meta & NUMBER_FLAG) !== 0 ? NUMBER_BYTES : 0) - this.valueAt(ref);
  }

  /**
   * Says that the value is to have another length, inline, if the block has just the room for it. The caller writes it.
   * The former one is released. @returns false, and nothing changed, when another block is needed
   */
  resizeInPlace(ref: Ref, valueLength: number): boolean {
    const meta = this.#meta(ref);
    const used = this.valueAt(ref) - ((ref & UNIT_MASK) << 3) + valueLength;
    const pad = this.#heap.blockBytes(ref) - used - ((meta & NUMBER_FLAG) !== 0 ? NUMBER_BYTES : 0);
    if (pad < 0 || pad > SPARE_BYTES) return false;
    this.#heap.operations++;
    this.releaseValue(ref);
    this.#setMeta(ref, (meta & ~(PAD_MASK | LARGE_VALUE_FLAG)) | pad);
    return true;
  }

  /** Whether the value is a large object. */
  isLarge(ref: Ref): boolean {
    return (this.#meta(ref) & LARGE_VALUE_FLAG) !== 0;
  }

  /** The large object that holds the value. */
  largeRef(ref: Ref): LargeRef {
    return readWord(this.bytesOf(ref), this.valueAt(ref)) as LargeRef;
  }

  /** Makes a large object, whose reference the element takes over, the value, for which it has 4 bytes. */
  setLargeRef(ref: Ref, large: LargeRef): void {
    this.#setMeta(ref, this.#meta(ref) | LARGE_VALUE_FLAG);
    writeWord(this.bytesOf(ref), this.valueAt(ref), large);
  }

  /** Whether the element has a number: a score, or a time at which it expires. */
  hasNumber(ref: Ref): boolean {
    return (this.#meta(ref) & NUMBER_FLAG) !== 0;
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
    return ((ref & UNIT_MASK) << 1) + (this.#heap.blockBytes(ref) >>> 2) - 2;
  }

  /** Bytes that the element occupies, in the heap and in large objects. */
  occupied(ref: Ref): number {
    let bytes = this.#heap.blockBytes(ref);
    if (this.isLargeKey(ref)) bytes += this.#large.bytesOf(this.largeKey(ref));
    if (this.isLarge(ref)) bytes += this.#large.bytesOf(this.largeRef(ref));
    return bytes;
  }

  /** Bytes that `copy` allocates, at most. */
  copyBytes(ref: Ref): number {
    return this.#heap.blockBytes(ref) + 16;
  }

  #allocate(shard: number, keyLength: number, valueLength: number, hasNumber: boolean, flags: number): Ref {
    const head = FIXED_BYTES + (keyLength >= LONG_KEY ? 2 : 0);
    const used = head + keyLength + valueLength + (hasNumber ? NUMBER_BYTES : 0);
    const ref = this.#heap.allocate(shard, used, KIND_ELEMENT);
    const length = keyLength >= LONG_KEY ? LONG_KEY | (keyLength << (LONG_SHIFT - KEY_SHIFT)) : keyLength;
    const meta = flags | (hasNumber ? NUMBER_FLAG : 0) | (this.#heap.blockBytes(ref) - used);
    this.#setMeta(ref, meta | (length << KEY_SHIFT));
    return ref;
  }

  #createLarge(
    shard: number,
    key: Uint8Array,
    start: number,
    length: number,
    valueLength: number,
    hasNumber: boolean,
  ): Ref {
    const object = this.#large.allocate(length);
    if (object === NO_LARGE) return NO_REF;
    this.#large.write(object, 0, key, start, start + length);
    const ref = this.#allocate(shard, LARGE_KEY_LENGTH, valueLength, hasNumber, LARGE_KEY_FLAG);
    writeWord(this.bytesOf(ref), this.keyAt(ref), object);
    writeWord(this.bytesOf(ref), this.keyAt(ref) + 4, this.hasher.hash(key, start, length));
    return ref;
  }

  #inlineKeyLength(meta: number): number {
    const short = (meta >>> KEY_SHIFT) & 0xff;
    return short >= LONG_KEY ? meta >>> LONG_SHIFT : short;
  }

  #meta(ref: Ref): number {
    return this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1]!;
  }

  #setMeta(ref: Ref, meta: number): void {
    this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1] = meta;
  }
}

function readWord(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function writeWord(bytes: Buffer, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

function copyIn(target: Buffer, at: number, source: Buffer, start: number, length: number): void {
  if (length < LOOP_BYTES) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  else source.copy(target, at, start, start + length);
}
