// HOT: no closures, no allocation, integers only.
/**
 * How an item lies in a list: readable from its begin and from its end.
 *
 *   ┌─────┬──────┬─────┐  ┌─────┬────────┬──────┬────────┬─────┐  ┌─────┬────────┬──────┬────────┬─────┐  ┌─────┬───────┬─────┐
 *   │ len │ item │ len │  │ 252 │ len 16 │ item │ len 16 │ 252 │  │ 253 │ len 32 │ item │ len 32 │ 253 │  │ 254 │ large │ 254 │
 *   └─────┴──────┴─────┘  └─────┴────────┴──────┴────────┴─────┘  └─────┴────────┴──────┴────────┴─────┘  └─────┴───────┴─────┘
 *      up to 251 bytes          up to 65535 bytes                       anything longer                     a large object
 */
import { type LargeRef, NO_LARGE } from '../../memory/types.ts';
import { isSame } from '../run-search.ts';

/** First and last byte of an entry whose length does not fit one byte. */
export const LONG = 252;
const HUGE = 253;
/** First and last byte of an entry that names a large object. */
export const LARGE = 254;
/** Bytes of an entry that names a large object. */
const LARGE_BYTES = 6;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 64;
const NO_BYTES = new Uint8Array(0);

/** An item on its way into a list, or one that is compared. One instance serves a thread. */
export class ListItem {
  /** The bytes bytes[start, start + length), unless `large` is an object. */
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  length = 0;
  large: LargeRef = NO_LARGE;
  /** Bytes of its entry. */
  size = 2;

  /** An item of bytes, which stay where they are until it is written. */
  setBytes(bytes: Uint8Array, start: number, length: number): void {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.large = NO_LARGE;
    this.size = length < LONG ? length + 2 : length < 65536 ? length + 6 : length + 10;
  }

  /** An item in a large object, to which the list gets one reference. */
  setLarge(large: LargeRef, length: number): void {
    this.bytes = NO_BYTES;
    this.length = length;
    this.large = large;
    this.size = LARGE_BYTES;
  }

  /** Writes the entry. */
  write(target: Buffer, at: number): void {
    const { length, bytes, start } = this;
    let to = at + 1;
    if (this.size === length + 2 && length < LOOP_BYTES) {
      target[at] = length;
      for (let from = start; from < start + length; from++) target[to++] = bytes[from]!;
      target[to] = length;
      return;
    }
    if (this.large !== NO_LARGE) {
      target[at] = LARGE;
      writeInteger(target, to, this.large, 4);
      target[at + LARGE_BYTES - 1] = LARGE;
      return;
    }
    const code = length < LONG ? length : length < 65536 ? LONG : HUGE;
    const lengthBytes = code < LONG ? 0 : code === LONG ? 2 : 4;
    target[at] = code;
    if (lengthBytes !== 0) {
      writeInteger(target, to, length, lengthBytes);
      writeInteger(target, to + lengthBytes + length, length, lengthBytes);
      to += lengthBytes;
    }
    (bytes as Buffer).copy(target, to, start, start + length);
    target[to + length + lengthBytes] = code;
  }
}

/** Bytes of the entry that begins at `at`. */
export function entryBytes(bytes: Buffer, at: number): number {
  const code = bytes[at]!;
  if (code < LONG) return code + 2;
  if (code === LONG) return readInteger(bytes, at + 1, 2) + 6;
  return code === LARGE ? LARGE_BYTES : readInteger(bytes, at + 1, 4) + 10;
}

/** Bytes of the entry that ends before `end`. */
export function entryBytesBefore(bytes: Buffer, end: number): number {
  const code = bytes[end - 1]!;
  if (code < LONG) return code + 2;
  if (code === LONG) return readInteger(bytes, end - 3, 2) + 6;
  return code === LARGE ? LARGE_BYTES : readInteger(bytes, end - 5, 4) + 10;
}

/** Index of the first byte of the item, which is not a large object. */
export function itemAt(bytes: Buffer, at: number): number {
  const code = bytes[at]!;
  return at + (code < LONG ? 1 : code === LONG ? 3 : 5);
}

/** Bytes of the item, which is not a large object. */
export function itemLength(bytes: Buffer, at: number): number {
  const code = bytes[at]!;
  return code < LONG ? code : readInteger(bytes, at + 1, code === LONG ? 2 : 4);
}

/** The large object that an entry names, or NO_LARGE. */
export function largeAt(bytes: Buffer, at: number): LargeRef {
  return (bytes[at] === LARGE ? readInteger(bytes, at + 1, 4) : NO_LARGE) as LargeRef;
}

/** Whether the item of an entry is just source[start, start + length). Not for large objects. */
export function itemEquals(bytes: Buffer, at: number, source: Uint8Array, start: number, length: number): boolean {
  if (length < LONG) {
    // From the back: what items have in common is mostly their begin.
    return bytes[at] === length && isSame(bytes, at + 1, source, start, length);
  }
  if (bytes[at]! < LONG || bytes[at] === LARGE || itemLength(bytes, at) !== length) return false;
  const from = itemAt(bytes, at);
  return bytes.compare(source, start, start + length, from, from + length) === 0;
}

function writeInteger(target: Buffer, at: number, value: number, size: number): void {
  for (let i = 0; i < size; i++) target[at + i] = value >>> (8 * i);
}

function readInteger(bytes: Buffer, at: number, size: number): number {
  const low = bytes[at]! | (bytes[at + 1]! << 8);
  return size === 2 ? low : low | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
