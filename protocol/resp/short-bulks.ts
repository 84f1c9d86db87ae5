// HOT: once for each member or score of a reply; no allocation, no strings, and no double passes between functions.
/**
 * Bulk strings of a few bytes, written by words of 32 bits: texts that lie in memory of such words, and whole numbers.
 *
 * Whole words are written, and what is too much is overwritten by what follows: there must be room for three bytes more.
 */

import { writeNine, writeShort } from './integers.ts';

/** What stands around a text at most: `$`, ten digits, two line ends, and the surplus of a word. */
export const AROUND_TEXT = 20;
/** Bytes of a whole number as a bulk string at most, with the surplus. */
export const WHOLE_BYTES = 28;

const ZERO = 48;
const CR = 13;
const LF = 10;
const CRLF: number = CR | (LF << 8);
const WORD = 4;
const BILLION = 1_000_000_000;

/** The first four bytes of the header of a bulk string of 0 … 99 bytes: `$7\r\n`, or `$42\r` without its last byte. */
const HEADERS = new Int32Array(100);
for (let i = 0; i < 100; i++) {
  const rest =
    i < 10 ? (ZERO + i) | (CR << 8) | (LF << 16) : (ZERO + ((i / 10) | 0)) | ((ZERO + (i % 10)) << 8) | (CR << 16);
  HEADERS[i] = 36 | (rest << 8);
}

/**
 * Writes the `length` bytes from byte `start` of `memory` on. The word behind the last one may be read too: it must exist.
 * @returns the position behind them
 */
export function writeBulk(out: DataView, at: number, memory: Int32Array, start: number, length: number): number {
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
  const right = (start & 3) << 3;
  let i = start >>> 2;
  if (right === 0) {
    for (; p < stop; p += WORD) out.setInt32(p, memory[i++]!, true);
  } else {
    const left = 32 - right;
    let low = memory[i++]!;
    for (; p < stop; p += WORD) {
      const high = memory[i++]!;
      out.setInt32(p, (low >>> right) | (high << left), true);
      low = high;
    }
  }
  out.setInt16(stop, CRLF, true);
  return stop + 2;
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
