// HOT: once for each item of a list; no allocation, integers only.
/**
 * Rows of texts in memory, readable from the begin and from the end: each text lies between two bytes, its codes, which
 * say how long it is and how it is kept. Those of small numbers are all that there is of them.
 *
 *   ┌─────────┬──────┬─────────┐  ┌─────────────────┬─────────────────┐  ┌───────────┬──────────────┬───────────┐
 *   │ 0 … 155 │ text │ 0 … 155 │  │ 156 + number/64 │ 156 + number%64 │  │ 220 … 251 │ numeric text │ 220 … 251 │
 *   └─────────┴──────┴─────────┘  └─────────────────┴─────────────────┘  └───────────┴──────────────┴───────────┘
 *         the length                           0 … 4095                     2 … 33 characters (numeric-texts.ts)
 */
import {
  expandNumeric,
  isNumeric,
  isNumericCharacter,
  isSameNumeric,
  numericBytes,
  packNumeric,
} from './numeric-texts.ts';

/** Longest text that is kept as it is: what is longer is no text of a row, and costs more around it. */
export const MOST_PLAIN = 155;
/** The least code of a small number, and bits of it in each of its codes. */
export const SMALL_CODE: number = MOST_PLAIN + 1;
const SMALL_BITS = 6;
const SMALL_MASK = 63;
/** The code of the shortest numeric text that is kept as one, and of the longest. */
export const NUMERIC_CODE = 220;
export const LAST_CODE = 251;
/** Characters of those. */
const LEAST_NUMERIC = 2;
export const MOST_NUMERIC: number = LAST_CODE - NUMERIC_CODE + LEAST_NUMERIC;
const ZERO = 48;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 64;

/** The digits of each small number, the first one lowest. */
export const SMALL_DIGITS: Int32Array = new Int32Array(4096);
for (let n = 0; n < SMALL_DIGITS.length; n++) SMALL_DIGITS[n] = Buffer.from(`${n}\0\0\0`).readInt32LE(0);

/**
 * How a text of up to MOST_PLAIN bytes is kept.
 * @returns its first code, and its last one eight bits higher
 */
export function codesOf(bytes: Uint8Array, start: number, length: number): number {
  const plain = length | (length << 8);
  // Most texts that are no numbers do not begin as one.
  if (length === 0 || length > MOST_NUMERIC || !isNumericCharacter(bytes[start]!)) return plain;
  const codes = numberCodes(bytes, start, length);
  return codes === 0 ? plain : codes;
}

/** The codes of what is no plain text, or 0. */
function numberCodes(bytes: Uint8Array, start: number, length: number): number {
  if (length <= 4) {
    const number = smallNumber(bytes, start, length);
    if (number >= 0) return (SMALL_CODE + (number >>> SMALL_BITS)) | ((SMALL_CODE + (number & SMALL_MASK)) << 8);
    if (length < LEAST_NUMERIC) return 0;
  }
  if (!isNumeric(bytes, start, length)) return 0;
  const code = length + (NUMERIC_CODE - LEAST_NUMERIC);
  return code | (code << 8);
}

/** The number below 4096 whose digits they are, or -1. */
function smallNumber(bytes: Uint8Array, start: number, length: number): number {
  let number = bytes[start]! - ZERO;
  if (number < 0 || number > 9 || (number === 0 && length > 1)) return -1;
  for (let i = 1; i < length; i++) {
    const digit = bytes[start + i]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number < SMALL_DIGITS.length ? number : -1;
}

/** Bytes of an entry, codes and all, one of whose codes is this. */
export function rowEntryBytes(code: number): number {
  if (code < SMALL_CODE) return code + 2;
  return code < NUMERIC_CODE ? 2 : numericBytes(numericLength(code)) + 2;
}

/** Writes the entry of source[start, start + length), of which `codesOf` said `codes`. */
export function writeRowEntry(
  target: Buffer,
  at: number,
  codes: number,
  source: Uint8Array,
  start: number,
  length: number,
): void {
  const code = codes & 0xff;
  let to = at + 1;
  target[at] = code;
  if (code >= NUMERIC_CODE) to = packNumeric(target, to, source, start, length);
  else if (code < SMALL_CODE) {
    if (length < LOOP_BYTES) for (let i = start; i < start + length; i++) target[to++] = source[i]!;
    else {
      (source as Buffer).copy(target, to, start, start + length);
      to += length;
    }
  }
  target[to] = codes >>> 8;
}

/** Characters of the text with a code of at least NUMERIC_CODE. */
export function numericLength(code: number): number {
  return code - (NUMERIC_CODE - LEAST_NUMERIC);
}

/** The small number of the entry at a position. */
export function smallAt(memory: DataView, at: number): number {
  return ((memory.getUint8(at) - SMALL_CODE) << SMALL_BITS) | (memory.getUint8(at + 1) - SMALL_CODE);
}

/** How many digits a small number has. */
export function smallLength(number: number): number {
  return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
}

/**
 * Writes the characters of the entry at a position, which is not kept as it is. Up to 8 bytes more are overwritten, and
 * up to 8 behind the entry are read. @returns how many they are
 */
export function expandText(out: DataView, to: number, memory: DataView, at: number): number {
  const code = memory.getUint8(at);
  if (code >= NUMERIC_CODE) {
    const length = numericLength(code);
    expandNumeric(out, to, memory, at + 1, length);
    return length;
  }
  const number = smallAt(memory, at);
  out.setInt32(to, SMALL_DIGITS[number]!, true);
  return smallLength(number);
}

/** Whether the entry at a position is that of source[start, start + length), of which `codesOf` said `codes`. */
export function isRowEntry(
  bytes: Uint8Array,
  at: number,
  codes: number,
  source: Uint8Array,
  start: number,
  length: number,
): boolean {
  const code = bytes[at]!;
  if (code !== (codes & 0xff)) return false;
  if (code >= NUMERIC_CODE) return isSameNumeric(bytes, at + 1, source, start, length);
  if (code >= SMALL_CODE) return bytes[at + 1] === codes >>> 8;
  // From the back: what texts have in common is mostly their begin.
  let i = length - 1;
  while (i >= 0 && bytes[at + 1 + i] === source[start + i]) i--;
  return i < 0;
}
