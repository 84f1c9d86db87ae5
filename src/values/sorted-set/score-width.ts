// HOT: no closures, no allocation on the JS heap.
/**
 * Scores of small sorted sets in as few bytes as they need: integers of 2 or 4 bytes, and doubles of 8, all in
 * little-endian order; and doubles as words.
 */

export const NARROWEST = 2;
export const WIDEST = 8;

const SIGN = 0x80000000 | 0;

const number = new Float64Array(1);
const octets = new Uint8Array(number.buffer);
const halves = new Int32Array(number.buffer);

/** Bytes that a score needs: 2, 4 or 8. */
export function widthOf(score: number): number {
  const integer = score | 0;
  if (integer !== score) return WIDEST;
  return (integer << 16) >> 16 === integer ? NARROWEST : 4;
}

/** The score in `width` bytes, 2 or 4. */
export function narrowScore(bytes: Uint8Array, at: number, width: number): number {
  const low = bytes[at]! | (bytes[at + 1]! << 8);
  return width === NARROWEST ? (low << 16) >> 16 : low | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** Writes a score that needs no more than `width` bytes as an entry. */
export function writeScore(bytes: Uint8Array, at: number, score: number, width: number): void {
  bytes[at] = width;
  if (width !== WIDEST) {
    const integer = score | 0;
    for (let i = 0; i < width; i++) bytes[at + 1 + i] = integer >> (8 * i);
    return;
  }
  // Adding 0 makes 0 of -0, as in Redis' packed form.
  number[0] = score + 0;
  for (let i = 0; i < WIDEST; i++) bytes[at + 1 + i] = octets[i]!;
}

/** The words of a score. */
export function lowWord(score: number): number {
  number[0] = score + 0;
  return halves[0]!;
}

export function highWord(score: number): number {
  number[0] = score + 0;
  return halves[1]!;
}

/** The score of two words. */
export function scoreOf(low: number, high: number): number {
  halves[0] = low;
  halves[1] = high;
  return number[0]!;
}

/** The upper word of a double, turned so that signed integers compare as the doubles do. */
export function inOrder(high: number): number {
  return high ^ ((high >> 31) & 0x7fffffff);
}

/** The lower word, likewise. */
export function lowInOrder(low: number, high: number): number {
  return low ^ (high >> 31) ^ SIGN;
}
