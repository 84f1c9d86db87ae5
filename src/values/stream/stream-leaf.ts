// HOT: no closures, no allocation, integers only.
/**
 * One leaf of a stream as it lies in its block: entries with rising IDs, packed one behind the other.
 *
 * Idea: an entry's milliseconds are what they are more than the leaf's first ones, and entries with the same fields as
 * the leaf's first one do not repeat their names. A million entries of a producer that always says the same fields
 * cost their values and some five bytes each.
 *
 *   word 0 ┌──────────────────────────────────────────────┐
 *          │ block header (memory/heap/heap.ts)                │
 *        1 ├──────────────────────────────────────────────┤
 *          │ bytes used 24 │ has large objects 1          │
 *        2 ├──────────────────────────────────────────────┤
 *          │ entries 16 │ entries, deleted ones too 16    │
 *        3 ├──────────────────────────────────────────────┤
 *          │ byte of the first entry 16 │ names 16        │
 *        4 ├──────────────────────────────────────────────┤
 *          │ first ID (four words), deleted or not        │
 *        8 ├──────────────────────────────────────────────┤
 *          │ names of the fields │ entries …              │
 *          └──────────────────────────────────────────────┘
 *
 *   entry: flags 8 │ milliseconds behind the first 0–8 bytes │ sequence 0–8 bytes │ length of the body 1–5 │ body
 *   flags: deleted 1 │ same fields 1 │ body elsewhere 1 │ size of milliseconds 3 │ size of sequence 2
 *   body:  values only (same fields); else how many fields there are, and each name with its value
 *   text:  one byte 0…252, 253 + 2 bytes or 254 + 4 bytes of length, then the bytes; 255 + the number of a large object
 *
 * A body of more than MAX_BODY_BYTES is a large object of its own; the leaf has its number in the body's place.
 * Entries that are deleted stay until the whole leaf goes; their large objects go at once.
 */
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';

export const L_USED = 1;
export const L_COUNTS = 2;
export const L_SHAPE = 3;
export const L_FIRST_ID = 4;
/** Byte of the names, from the block's begin. */
export const NAMES_AT = 32;

export const USED_MASK = 0xff_ffff;
export const LARGE_FLAG = 1 << 24;

export const DELETED = 1;
export const SAME_FIELDS = 2;
export const ELSEWHERE = 4;
export const MS_SHIFT = 3;
export const SEQUENCE_SHIFT = 6;
/** Bytes of the two numbers by their codes. */
export const MS_BYTES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8];
export const SEQUENCE_BYTES: readonly number[] = [0, 1, 3, 8];

/** What stands before an entry's body at most. */
export const MOST_BEFORE_BODY = 22;

/** Bodies of more bytes are large objects. */
export const MAX_BODY_BYTES = 65_536;
/** Names of more bytes are not shared: every entry has its own. */
export const MAX_NAMES_BYTES = 16_384;
/** A leaf is as large as the settings say, but never more than this. */
export const MAX_LEAF_BYTES = 1_048_576;
export const MAX_LEAF_ENTRIES = 32_767;

/** Longest text whose length is one byte. */
export const SHORT_TEXT = 252;
const LONG_TEXT = 253;
const HUGE_TEXT = 254;
export const LARGE_TEXT = 255;
/** What a text that is a large object takes. */
export const LARGE_TEXT_BYTES = 5;

/** Entries of a leaf that are not deleted. */
export function leafEntries(words: Int32Array, at: number): number {
  return words[at + L_COUNTS]! & 0xffff;
}

/** Entries of a leaf, deleted ones included. */
export function leafTotal(words: Int32Array, at: number): number {
  return words[at + L_COUNTS]! >>> 16;
}

/** Bytes of a text with its length. */
export function textBytes(length: number): number {
  return length + (length <= SHORT_TEXT ? 1 : length < 65_536 ? 3 : 5);
}

/** Writes the length before a text. @returns the position behind it */
export function writeLength(bytes: Buffer, position: number, length: number): number {
  let p = position;
  if (length <= SHORT_TEXT) {
    bytes[p++] = length;
    return p;
  }
  const huge = length >= 65_536;
  bytes[p++] = huge ? HUGE_TEXT : LONG_TEXT;
  bytes[p++] = length;
  bytes[p++] = length >>> 8;
  if (!huge) return p;
  bytes[p++] = length >>> 16;
  bytes[p++] = length >>> 24;
  return p;
}

/** What `writeLength` wrote, or the length of what stands for a large object. */
export function readLength(bytes: Buffer, position: number): number {
  const first = bytes[position]!;
  if (first <= SHORT_TEXT) return first;
  if (first === LARGE_TEXT) return 4;
  if (first === LONG_TEXT) return bytes[position + 1]! | (bytes[position + 2]! << 8);
  return readNumber(bytes, position + 1);
}

/** Bytes that the length at a position takes. */
export function lengthBytes(bytes: Buffer, position: number): number {
  const first = bytes[position]!;
  if (first <= SHORT_TEXT || first === LARGE_TEXT) return 1;
  return first === LONG_TEXT ? 3 : 5;
}

/** Four bytes, the lowest first. */
export function readNumber(bytes: Buffer, position: number): number {
  return bytes[position]! | (bytes[position + 1]! << 8) | (bytes[position + 2]! << 16) | (bytes[position + 3]! << 24);
}

/** Writes 32 bits, little-endian. @returns the position behind them */
export function writeNumber(bytes: Buffer, position: number, value: number): number {
  bytes[position] = value;
  bytes[position + 1] = value >>> 8;
  bytes[position + 2] = value >>> 16;
  bytes[position + 3] = value >>> 24;
  return position + 4;
}

/** Up to eight bytes of a number in two words, the lowest first. @returns the position behind them */
export function writeWide(bytes: Buffer, position: number, size: number, high: number, low: number): number {
  if (size === 0) return position;
  bytes[position] = low;
  if (size > 1) bytes[position + 1] = low >>> 8;
  if (size > 2) bytes[position + 2] = low >>> 16;
  if (size > 3) bytes[position + 3] = low >>> 24;
  for (let i = 4; i < size; i++) bytes[position + i] = high >>> ((i - 4) << 3);
  return position + size;
}

/** Words of the slab that a block lies in. */
export function slabOf(ref: Ref): number {
  return ref >>> SLAB_SHIFT;
}

/** First word of a block in its slab. */
export function wordOf(ref: Ref): number {
  return (ref & UNIT_MASK) << 1;
}

/** First byte of a block in its slab. */
export function byteOf(ref: Ref): number {
  return (ref & UNIT_MASK) << 3;
}
