// HOT: no closures, no allocation, integers only.
/**
 * How an item lies in a list: short ones and numbers as in a row of texts (protocol/resp/text-row.ts), others between
 * codes that are left over there.
 *
 *   ┌─────┬────────┬──────┬────────┬─────┐  ┌─────┬────────┬──────┬────────┬─────┐  ┌─────┬───────┬─────┐
 *   │ 252 │ len 16 │ item │ len 16 │ 252 │  │ 253 │ len 32 │ item │ len 32 │ 253 │  │ 254 │ large │ 254 │
 *   └─────┴────────┴──────┴────────┴─────┘  └─────┴────────┴──────┴────────┴─────┘  └─────┴───────┴─────┘
 *             up to 65535 bytes                       anything longer                  a large object
 */
import {
  codesOf,
  isRowEntry,
  LAST_CODE,
  MOST_PLAIN,
  rowEntryBytes,
  writeRowEntry,
} from '../../../protocol/resp/text-row.ts';
import { type LargeRef, NO_LARGE } from '../../memory/types.ts';

/** First and last byte of an entry whose length does not fit one byte. */
const LONG: number = LAST_CODE + 1;
const HUGE = 253;
/** First and last byte of an entry that names a large object. */
export const LARGE = 254;
/** Bytes of an entry that names a large object. */
const LARGE_BYTES = 6;
const NO_BYTES = new Uint8Array(0);

/** An item on its way into a list, or one that is looked for. One instance serves a thread. */
export class ListItem {
  /** The bytes bytes[start, start + length), unless `large` is an object. */
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  length = 0;
  large: LargeRef = NO_LARGE;
  /** First byte of its entry, and eight bits higher the last one. */
  codes = 0;
  /** Bytes of its entry. */
  size = 2;

  /** An item of bytes, which stay where they are until it is written. */
  setBytes(bytes: Uint8Array, start: number, length: number): void {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.large = NO_LARGE;
    if (length <= MOST_PLAIN) {
      this.codes = codesOf(bytes, start, length);
      this.size = rowEntryBytes(this.codes & 0xff);
    } else {
      this.codes = length < 65536 ? LONG * 0x101 : HUGE * 0x101;
      this.size = length + (length < 65536 ? 6 : 10);
    }
  }

  /** An item in a large object, to which the list gets one reference. */
  setLarge(large: LargeRef, length: number): void {
    this.bytes = NO_BYTES;
    this.length = length;
    this.large = large;
    this.codes = LARGE * 0x101;
    this.size = LARGE_BYTES;
  }

  /**
   * Bytes of the entries of the items bytes[starts[i], starts[i] + lengths[i]) from `first` on; where they are more than
   * `most`, it is only sure that so is the answer. The item is lost.
   */
  sizeOfAll(
    bytes: Uint8Array,
    starts: Int32Array,
    lengths: Int32Array,
    first: number,
    count: number,
    most: number,
  ): number {
    let total = 0;
    for (let i = first; i < first + count && total <= most; i++) {
      this.setBytes(bytes, starts[i]!, lengths[i]!);
      total += this.size;
    }
    return total;
  }

  /** Writes the entry. */
  write(target: Buffer, at: number): void {
    const { length, bytes, start, codes } = this;
    const code = codes & 0xff;
    if (code < LONG) {
      writeRowEntry(target, at, codes, bytes, start, length);
      return;
    }
    let to = at + 1;
    target[at] = code;
    if (code === LARGE) {
      writeInteger(target, to, this.large, 4);
      target[at + LARGE_BYTES - 1] = LARGE;
      return;
    }
    const lengthBytes = code === LONG ? 2 : 4;
    writeInteger(target, to, length, lengthBytes);
    to += lengthBytes;
    (bytes as Buffer).copy(target, to, start, start + length);
    writeInteger(target, to + length, length, lengthBytes);
    target[to + length + lengthBytes] = code;
  }
}

/** Bytes of the entry that begins at `at`. */
export function entryBytes(bytes: Buffer, at: number): number {
  const code = bytes[at]!;
  if (code < LONG) return rowEntryBytes(code);
  if (code === LONG) return readInteger(bytes, at + 1, 2) + 6;
  return code === LARGE ? LARGE_BYTES : readInteger(bytes, at + 1, 4) + 10;
}

/** Bytes of the entry that ends before `end`. */
export function entryBytesBefore(bytes: Buffer, end: number): number {
  const code = bytes[end - 1]!;
  if (code < LONG) return rowEntryBytes(code);
  if (code === LONG) return readInteger(bytes, end - 3, 2) + 6;
  return code === LARGE ? LARGE_BYTES : readInteger(bytes, end - 5, 4) + 10;
}

/** Whether an item lies in its entry as its bytes. Not for large objects. */
export function isPlain(bytes: Buffer, at: number): boolean {
  return bytes[at]! <= MOST_PLAIN || bytes[at]! >= LONG;
}

/** Index of the first byte of an item that lies in its entry. */
export function itemAt(bytes: Buffer, at: number): number {
  const code = bytes[at]!;
  return at + (code < LONG ? 1 : code === LONG ? 3 : 5);
}

/** Bytes of an item that lies in its entry. */
export function itemLength(bytes: Buffer, at: number): number {
  const code = bytes[at]!;
  return code < LONG ? code : readInteger(bytes, at + 1, code === LONG ? 2 : 4);
}

/** The large object that an entry names, or NO_LARGE. */
export function largeAt(bytes: Buffer, at: number): LargeRef {
  return (bytes[at] === LARGE ? readInteger(bytes, at + 1, 4) : NO_LARGE) as LargeRef;
}

/** Whether the item of an entry is just `item`. Neither is a large object. */
export function itemEquals(bytes: Buffer, at: number, item: ListItem): boolean {
  const { codes, start, length } = item;
  if ((codes & 0xff) < LONG) return isRowEntry(bytes, at, codes, item.bytes, start, length);
  if (bytes[at] !== (codes & 0xff) || itemLength(bytes, at) !== length) return false;
  const from = itemAt(bytes, at);
  return bytes.compare(item.bytes, start, start + length, from, from + length) === 0;
}

function writeInteger(target: Buffer, at: number, value: number, size: number): void {
  for (let i = 0; i < size; i++) target[at + i] = value >>> (8 * i);
}

function readInteger(bytes: Buffer, at: number, size: number): number {
  const low = bytes[at]! | (bytes[at + 1]! << 8);
  return size === 2 ? low : low | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
