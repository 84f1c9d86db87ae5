// HOT: no closures, no allocation, integers only.
/**
 * The record: one block of the heap for each key.
 *
 *   byte  0 ┌──────────────────────────────────────────────┐
 *           │ block header (memory/heap/heap.ts)                │
 *         4 ├──────────────────────────────────────────────┤
 *           │ meta and clock of the last access            │  record-header.ts
 *        12 ├──────────────────────────────────────────────┤
 *           │ [expiry: 47 bits of ms │1│ 16 bits wheel slot]│  only with the expiry flag
 *           │ [key length, 32 bits]                        │  only when the 8 bits say 255
 *           │ key bytes │ value bytes │ pad                │
 *           └──────────────────────────────────────────────┘
 *
 * The value's length is what the block leaves. A large value is the 4-byte number of its large object.
 * The bit behind the 47 of an expiry is explained in rare-expiry.ts.
 */
import { isSame, wordsOf } from '../memory/byte-words.ts';
import type { Heap } from '../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import type { LargeRef, Ref } from '../memory/types.ts';
import type { Entries } from '../values/table/hash-structure.ts';
import { farExpiry, farWord, isFar, RARE } from './expiry/rare-expiry.ts';
import type { KeyHasher } from './key-hash.ts';
import { COUNTER_SHIFT, EXPIRY_FLAG, PAD_MASK, PAD_SHIFT, RecordHeader, TYPE_SHIFT } from './record-header.ts';

/** Types of a value; the order is Redis' object types where it has them. */
export const TYPE_STRING = 0;
export const TYPE_LIST = 1;
export const TYPE_SET = 2;
export const TYPE_ZSET = 3;
export const TYPE_HASH = 4;
export const TYPE_STREAM = 5;
/** The value is elsewhere (disk, a read-through in flight): reserved. */
export const TYPE_ELSEWHERE = 7;

/** Encoding as the content says: int, embstr or raw. */
export const ENCODING_BY_CONTENT = 0;
/** The string was changed in place (APPEND, SETRANGE): Redis calls it raw whatever it holds. */
export const ENCODING_RAW = 1;
/** A number that INCRBYFLOAT printed: embstr or raw by its length, but not int. */
export const ENCODING_TEXT = 2;

/** "This key does not expire". No valid expiry is negative. */
export const NO_EXPIRY = -1;
/** Latest expiry, in ms since 1970: the last below 2^63 that a double holds. Later ones are brought down to it. */
export const MAX_EXPIRY_MS = 2 ** 63 - 1024;
/** Expiries from here on are not queued in a wheel: nobody will see them. */
export const FAR_EXPIRY_MS = 2 ** 47;

const HIGH_MASK = 0xffff;
const LENGTH_MASK = 0xff;
const LONG_KEY = 0xff;
const FIXED_BYTES = 12;
/** Counter of a new key: it must not look unused at once (Redis' LFU_INIT_VAL). */
export const INITIAL_COUNTER = 5;
/** Longest key in bytes. */
export const MAX_KEY_BYTES = 2 * 1024 * 1024;

/** Bytes of a block for a record. */
export function recordBytes(keyLength: number, valueLength: number, expires: boolean): number {
  return FIXED_BYTES + (expires ? 8 : 0) + (keyLength >= LONG_KEY ? 4 : 0) + keyLength + valueLength;
}

/** Reads and writes the fields of records; one instance a thread. */
export class Records extends RecordHeader implements Entries {
  readonly #heap: Heap;
  readonly #hasher: KeyHasher;
  readonly bytes: Buffer[];
  readonly data: DataView[];

  constructor(heap: Heap, hasher: KeyHasher) {
    super(heap.slabs.i32);
    this.#heap = heap;
    this.#hasher = hasher;
    this.bytes = heap.slabs.bytes;
    this.data = heap.slabs.data;
  }

  /**
   * Writes the header of a new record whose bytes are `used` long, and copies its key in.
   * @param expires whether the expiry field is there; it starts as NO_EXPIRY, not queued
   */
  create(
    ref: Ref,
    key: Uint8Array,
    start: number,
    length: number,
    used: number,
    type: number,
    expires: boolean,
    clock: number,
  ): void {
    const slab = ref >>> SLAB_SHIFT;
    const words = this.i32[slab]!;
    const at = (ref & UNIT_MASK) << 1;
    words[at + 1] =
      (length >= LONG_KEY ? LONG_KEY : length) |
      ((this.#heap.blockBytes(ref) - used) << PAD_SHIFT) |
      (type << TYPE_SHIFT) |
      (expires ? EXPIRY_FLAG : 0) |
      (INITIAL_COUNTER << COUNTER_SHIFT);
    words[at + 2] = clock;
    let next = at + 3;
    if (expires) {
      words[next] = 0;
      words[next + 1] = RARE;
      next += 2;
    }
    if (length >= LONG_KEY) words[next++] = length;
    const bytes = this.bytes[slab]!;
    let to = next << 2;
    if (length < 64) for (let i = start; i < start + length; i++) bytes[to++] = key[i]!;
    else (key as Buffer).copy(bytes, to, start, start + length);
  }

  matches(ref: Ref, key: Uint8Array, start: number, length: number): boolean {
    const slab = ref >>> SLAB_SHIFT;
    const meta = this.i32[slab]![((ref & UNIT_MASK) << 1) + 1]!;
    const short = meta & LENGTH_MASK;
    if (short !== length && (short !== LONG_KEY || this.keyLength(ref) !== length)) return false;
    const at = ((ref & UNIT_MASK) << 3) + FIXED_BYTES + ((meta & EXPIRY_FLAG) >>> 15) + (short === LONG_KEY ? 4 : 0);
    return isSame(this.data[slab]!, at, wordsOf(key), start, length);
  }

  hash(ref: Ref): number {
    return this.#hasher.hash(this.bytes[ref >>> SLAB_SHIFT]!, this.keyAt(ref), this.keyLength(ref));
  }

  /** The slab's bytes in which a record lies: `keyAt` and `valueAt` index them. */
  bytesOf(ref: Ref): Buffer {
    return this.bytes[ref >>> SLAB_SHIFT]!;
  }

  keyLength(ref: Ref): number {
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const meta = words[at + 1]!;
    const short = meta & LENGTH_MASK;
    return short === LONG_KEY ? words[at + 3 + ((meta & EXPIRY_FLAG) >>> 17)]! : short;
  }

  /** Byte index of the key in `bytesOf(ref)`. */
  keyAt(ref: Ref): number {
    const meta = this.meta(ref);
    return (
      ((ref & UNIT_MASK) << 3) +
      FIXED_BYTES +
      ((meta & EXPIRY_FLAG) >>> 15) +
      ((meta & LENGTH_MASK) === LONG_KEY ? 4 : 0)
    );
  }

  /** Byte index of the inline value in `bytesOf(ref)`. */
  valueAt(ref: Ref): number {
    return this.keyAt(ref) + this.keyLength(ref);
  }

  /** Bytes of the inline value (4 for a large one: see `largeRef`). */
  valueLength(ref: Ref): number {
    const pad = (this.meta(ref) >>> PAD_SHIFT) & PAD_MASK;
    return ((ref & UNIT_MASK) << 3) + this.#heap.blockBytes(ref) - pad - this.valueAt(ref);
  }

  /** Says how many bytes of the block are in use after a change in place. */
  setUsed(ref: Ref, used: number): void {
    const pad = this.#heap.blockBytes(ref) - used;
    this.setMeta(ref, (this.meta(ref) & ~(PAD_MASK << PAD_SHIFT)) | (pad << PAD_SHIFT));
  }

  /** The large object that holds the value. */
  largeRef(ref: Ref): LargeRef {
    const bytes = this.bytesOf(ref);
    const at = this.valueAt(ref);
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) as LargeRef;
  }

  setLargeRef(ref: Ref, large: LargeRef): void {
    const bytes = this.bytesOf(ref);
    const at = this.valueAt(ref);
    bytes[at] = large;
    bytes[at + 1] = large >>> 8;
    bytes[at + 2] = large >>> 16;
    bytes[at + 3] = large >>> 24;
  }

  /** The root of a collection: its block of packed entries, or the head of its table or tree. */
  rootRef(ref: Ref): Ref {
    return this.largeRef(ref) as number as Ref;
  }

  /** Absolute expiry in ms since 1970, or NO_EXPIRY. */
  expiresAt(ref: Ref): number {
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    if ((words[at + 1]! & EXPIRY_FLAG) === 0) return NO_EXPIRY;
    const word = words[at + 4]!;
    const high = word & HIGH_MASK;
    if (high < RARE) return high * 0x1_0000_0000 + (words[at + 3]! >>> 0);
    return isFar(word) ? farExpiry(word, words[at + 3]!) : NO_EXPIRY;
  }

  /**
   * Sets the expiry (0 … MAX_EXPIRY_MS, or NO_EXPIRY) of a record that has the field. The wheel slot stays, except that
   * a far expiry takes its place.
   */
  setExpiresAt(ref: Ref, ms: number): void {
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const slot = this.wheelSlot(ref) << 16;
    if (ms === NO_EXPIRY) {
      words[at + 3] = 0;
      words[at + 4] = RARE | slot;
      return;
    }
    const high = Math.floor(ms / 0x1_0000_0000);
    words[at + 3] = (ms % 0x1_0000_0000) | 0;
    words[at + 4] = ms < FAR_EXPIRY_MS ? high | slot : farWord(high);
  }

  /** Slot of the timing wheel that has an entry for this record, 0 for none. */
  wheelSlot(ref: Ref): number {
    if (!this.hasExpiryField(ref)) return 0;
    const word = this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 4]!;
    return (word & RARE) !== 0 && isFar(word) ? 0 : word >>> 16;
  }

  /** Not for a record with a far expiry. */
  setWheelSlot(ref: Ref, slot: number): void {
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = ((ref & UNIT_MASK) << 1) + 4;
    words[at] = (words[at]! & HIGH_MASK) | (slot << 16);
  }
}
