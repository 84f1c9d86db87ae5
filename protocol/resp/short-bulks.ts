// HOT: once for each member or score of a reply; no allocation, no strings, and no double passes between functions.
/**
 * Bulk strings of a few bytes, written by words of 32 bits: texts that lie in other memory, and whole numbers.
 *
 * Four words at a time are written of a text, since a turn of a loop costs more than two of them; what is too much is
 * overwritten by what follows. So there must be room for it.
 */

import { writeNine, writeShort } from './integers.ts';
import { expandNumeric } from './numeric-texts.ts';

/** What is read and written of a text at a time. */
const BLOCK = 16;
/** What stands around a text at most: `$`, ten digits, two line ends, and the surplus of a block. */
export const AROUND_TEXT = 32;
/** Bytes of a whole number as a bulk string at most, with the surplus. */
export const WHOLE_BYTES = 28;

const ZERO = 48;
const CR = 13;
const LF = 10;
const CRLF: number = CR | (LF << 8);
const BILLION = 1_000_000_000;

/** The first four bytes of the header of a bulk string of 0 … 99 bytes: `$7\r\n`, or `$42\r` without its last byte. */
const HEADERS = new Int32Array(100);
for (let i = 0; i < 100; i++) {
  const rest =
    i < 10 ? (ZERO + i) | (CR << 8) | (LF << 16) : (ZERO + ((i / 10) | 0)) | ((ZERO + (i % 10)) << 8) | (CR << 16);
  HEADERS[i] = 36 | (rest << 8);
}

/**
 * Writes the `length` bytes from byte `start` of `memory` on. Up to 15 bytes behind them are read too: they must exist,
 * since to ask how long a memory is takes as long as writing a short text.
 * @returns the position behind them
 */
export function writeBulk(out: DataView, at: number, memory: DataView, start: number, length: number): number {
  let p = at;
  if (length < 100) {
    out.setInt32(p, HEADERS[length]!, true);
    p += length < 10 ? 4 : 5;
  } else {
    out.setUint8(p, 36);
    p = writeShort(out, p + 1, length) + 2;
    out.setUint8(p - 2, CR);
  }
  out.setUint8(p - 1, LF);
  const stop = p + length;
  let from = start;
  for (; p < stop; p += BLOCK) {
    out.setInt32(p, memory.getInt32(from, true), true);
    out.setInt32(p + 4, memory.getInt32(from + 4, true), true);
    out.setInt32(p + 8, memory.getInt32(from + 8, true), true);
    out.setInt32(p + 12, memory.getInt32(from + 12, true), true);
    from += BLOCK;
  }
  out.setInt16(stop, CRLF, true);
  return stop + 2;
}

/**
 * Writes the `length` characters, fewer than 100, of a numeric text (numeric-texts.ts) that begins at byte `start` of
 * `memory`. Up to 7 bytes behind it are read too. @returns the position behind them
 */
export function writeNumericBulk(out: DataView, at: number, memory: DataView, start: number, length: number): number {
  const p = at + (length < 10 ? 4 : 5);
  out.setInt32(at, HEADERS[length]!, true);
  out.setUint8(p - 1, LF);
  expandNumeric(out, p, memory, start, length);
  out.setInt16(p + length, CRLF, true);
  return p + length + 2;
}

/** Writes `length` digits, at most 4, that are the bytes of a word. @returns the position behind them */
export function writeDigitsBulk(out: DataView, at: number, digits: number, length: number): number {
  out.setInt32(at, HEADERS[length]!, true);
  out.setInt32(at + 4, digits, true);
  out.setInt16(at + 4 + length, CRLF, true);
  return at + length + 6;
}

/**
 * Writes numbers[i] if it is a whole number from 0 to 2^53 - 1.
 * @param words the same memory @returns the position behind it, or -1 when it is another number; nothing is written then
 */
export function writeWhole(out: DataView, at: number, numbers: Float64Array, words: Int32Array, i: number): number {
  const number = numbers[i]!;
  if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) return -1;
  // A product is quicker than a quotient, and at most one off.
  let billions = (number * 1e-9) | 0;
  let rest = number - billions * BILLION;
  if (rest < 0) {
    billions--;
    rest += BILLION;
  } else if (rest >= BILLION) {
    billions++;
    rest -= BILLION;
  }
  const below = rest | 0;
  if (below !== rest) return -1;
  let end: number;
  if (billions !== 0) {
    end = writeShort(out, at + 5, billions);
    writeNine(out, end, below);
    end += 9;
    out.setInt32(at, HEADERS[end - at - 5]!, true);
    out.setUint8(at + 4, LF);
  } else {
    // -0 has a text of its own.
    if (below === 0 && (words[2 * i]! | words[2 * i + 1]!) !== 0) return -1;
    end = writeShort(out, at + 4, below);
    out.setInt32(at, HEADERS[end - at - 4]!, true);
  }
  out.setInt16(end, CRLF, true);
  return end + 2;
}
