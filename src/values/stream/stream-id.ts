// HOT: no closures, no allocation, integers only.
/**
 * Stream IDs: 128 bits, compared as one unsigned number. An ID is four words of an Int32Array, the most significant
 * first: milliseconds high, milliseconds low, sequence high, sequence low. No 64-bit value is ever made of one here,
 * so every ID is exact and costs no object.
 */

/** Words of an ID. */
export const ID_WORDS = 4;

const SIGN = 0x8000_0000 | 0;
const TWO_32 = 0x1_0000_0000;

/** @returns -1, 0 or 1, as the first ID comes before, is, or comes behind the second */
export function compareIds(a: Int32Array, at: number, b: Int32Array, bAt: number): number {
  for (let i = 0; i < ID_WORDS; i++) {
    const x = a[at + i]!;
    const y = b[bAt + i]!;
    if (x !== y) return (x ^ SIGN) < (y ^ SIGN) ? -1 : 1;
  }
  return 0;
}

export function copyId(from: Int32Array, at: number, to: Int32Array, toAt: number): void {
  to[toAt] = from[at]!;
  to[toAt + 1] = from[at + 1]!;
  to[toAt + 2] = from[at + 2]!;
  to[toAt + 3] = from[at + 3]!;
}

/** Sets an ID to the smallest (0) or the greatest (-1) there is. */
export function fillId(id: Int32Array, at: number, word: 0 | -1): void {
  id[at] = word;
  id[at + 1] = word;
  id[at + 2] = word;
  id[at + 3] = word;
}

export function isZeroId(id: Int32Array, at: number): boolean {
  return (id[at]! | id[at + 1]! | id[at + 2]! | id[at + 3]!) === 0;
}

export function isMaxId(id: Int32Array, at: number): boolean {
  return (id[at]! & id[at + 1]! & id[at + 2]! & id[at + 3]!) === -1;
}

/** Makes an ID the next one. @returns false, and leaves it, at the greatest */
export function incrementId(id: Int32Array, at: number): boolean {
  if (isMaxId(id, at)) return false;
  for (let i = ID_WORDS - 1; i >= 0; i--) {
    const word = (id[at + i]! + 1) | 0;
    id[at + i] = word;
    if (word !== 0) break;
  }
  return true;
}

/** Makes an ID the one before. @returns false, and leaves it, at 0-0 */
export function decrementId(id: Int32Array, at: number): boolean {
  if (isZeroId(id, at)) return false;
  for (let i = ID_WORDS - 1; i >= 0; i--) {
    const word = id[at + i]!;
    id[at + i] = (word - 1) | 0;
    if (word !== 0) break;
  }
  return true;
}

/** Whether both IDs have the same milliseconds. */
export function sameMilliseconds(a: Int32Array, at: number, b: Int32Array, bAt: number): boolean {
  return a[at] === b[bAt] && a[at + 1] === b[bAt + 1];
}

/** Adds a small number (-2^31 … 2^31 - 1) to the signed 64-bit integer in two words, high first. */
export function addToLong(words: Int32Array, at: number, by: number): void {
  const low = words[at + 1]!;
  const sum = (low + by) | 0;
  words[at + 1] = sum;
  let high = words[at]! + (by < 0 ? -1 : 0);
  if ((sum ^ SIGN) < (low ^ SIGN)) high++;
  words[at] = high | 0;
}

/** The signed 64-bit integer in two words, high first: a number while that is exact, else a bigint. */
export function readLong(words: Int32Array, at: number): number | bigint {
  const value = words[at]! * TWO_32 + (words[at + 1]! >>> 0);
  if (Number.isSafeInteger(value)) return value;
  return (BigInt(words[at]!) << 32n) | BigInt(words[at + 1]! >>> 0);
}

/** Writes what `readLong` reads. */
export function writeLong(words: Int32Array, at: number, value: number | bigint): void {
  if (typeof value === 'bigint') {
    words[at] = Number(BigInt.asIntN(32, value >> 32n));
    words[at + 1] = Number(BigInt.asIntN(32, value));
    return;
  }
  words[at] = Math.floor(value / TWO_32);
  words[at + 1] = (value % TWO_32) | 0;
}
