// HOT: once for each item of a list; no allocation, integers only.
/**
 * Texts of digits and what stands between them, in half a byte a character.
 *
 * Problem: many small texts are numbers, and integers in binary would help neither 0.8437 nor 2026-11-23, 10.0.0.1 or
 * 17,4,9, nor numbers of more than 64 bits, and cost divisions whenever they are read.
 * Idea: `+ , - . / 0 … 9 :` lie side by side in ASCII, and are sixteen. What a character is more than the first of them is
 * half a byte. The low halves of all bytes are the first half of the text, the high ones the second, so that a word of
 * each is masked and added to, and is four characters.
 * Cost: an integer of 64 bits takes up to 10 bytes instead of 8, one of 17 bits 3 as in binary.
 *
 *   7 characters: ┌──────┬──────┬──────┬──────┐
 *     bits 0 … 3  │  c0  │  c1  │  c2  │  c3  │
 *     bits 4 … 7  │  c4  │  c5  │  c6  │  0   │
 *                 └──────┴──────┴──────┴──────┘
 */

/** The first of the sixteen characters, and in each byte of a word. */
const FIRST = 43;
const FIRSTS = 0x2b2b_2b2b;
const LOW_HALVES = 0x0f0f_0f0f;
/** Bytes that `expandNumeric` reads at a time. */
const BLOCK = 8;

/** Bytes of so many characters. */
export function numericBytes(length: number): number {
  return (length + 1) >>> 1;
}

/** Whether a character is one of the sixteen. */
export function isNumericCharacter(character: number): boolean {
  return (character - FIRST) >>> 0 <= 15;
}

/** Whether the characters bytes[start, start + length) are all of the sixteen. */
export function isNumeric(bytes: Uint8Array, start: number, length: number): boolean {
  const end = (start + length) | 0;
  for (let i = start | 0; i < end; i = (i + 1) | 0) if (!isNumericCharacter(bytes[i]!)) return false;
  return true;
}

/** Writes source[start, start + length), of which `isNumeric` is true. @returns the position behind it */
export function packNumeric(target: Uint8Array, at: number, source: Uint8Array, start: number, length: number): number {
  const half = numericBytes(length);
  const pairs = length - half;
  for (let i = 0; i < pairs; i++) {
    target[at + i] = (source[start + i]! - FIRST) | ((source[start + half + i]! - FIRST) << 4);
  }
  if (pairs < half) target[at + pairs] = source[start + pairs]! - FIRST;
  return at + half;
}

/**
 * Writes the characters of a text that begins at byte `start` of `memory`. Up to 8 bytes behind them are overwritten, and
 * up to 7 behind the text are read.
 */
export function expandNumeric(out: DataView, at: number, memory: DataView, start: number, length: number): void {
  const half = numericBytes(length);
  if (half > BLOCK) {
    expandLong(out, at, memory, start, half);
    return;
  }
  const first = memory.getInt32(start, true);
  const second = memory.getInt32(start + 4, true);
  // The high halves come last: they are written over what is too much of the low ones.
  out.setInt32(at, (first & LOW_HALVES) + FIRSTS, true);
  out.setInt32(at + 4, (second & LOW_HALVES) + FIRSTS, true);
  out.setInt32(at + half, ((first >>> 4) & LOW_HALVES) + FIRSTS, true);
  out.setInt32(at + half + 4, ((second >>> 4) & LOW_HALVES) + FIRSTS, true);
}

/** The same for more than BLOCK bytes. */
function expandLong(out: DataView, at: number, memory: DataView, start: number, half: number): void {
  for (let i = 0; i < half; i += 4) {
    out.setInt32(at + i, (memory.getInt32(start + i, true) & LOW_HALVES) + FIRSTS, true);
  }
  for (let i = 0; i < half; i += 4) {
    out.setInt32(at + half + i, ((memory.getInt32(start + i, true) >>> 4) & LOW_HALVES) + FIRSTS, true);
  }
}

/** Whether a text of so many characters, which begins at bytes[at], is source[start, start + length). */
export function isSameNumeric(
  bytes: Uint8Array,
  at: number,
  source: Uint8Array,
  start: number,
  length: number,
): boolean {
  const half = numericBytes(length);
  // From the back: what texts have in common is mostly their begin.
  for (let i = length - 1; i >= half; i--) {
    if ((bytes[at + i - half]! >>> 4) + FIRST !== source[start + i]!) return false;
  }
  for (let i = half - 1; i >= 0; i--) if ((bytes[at + i]! & 15) + FIRST !== source[start + i]!) return false;
  return true;
}
