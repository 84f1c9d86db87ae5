// HOT: no closures, no allocation, integers only.
/** Which strings Redis would keep as an integer. */

/** Whether these bytes are what printing a signed 64-bit integer gives. */
export function isCanonicalInteger(bytes: Uint8Array, start: number, length: number): boolean {
  let at = start;
  const end = start + length;
  const negative = length > 0 && bytes[at] === 0x2d;
  if (negative) at++;
  const digits = end - at;
  if (digits === 0 || digits > 19) return false;
  if (bytes[at] === 0x30) return digits === 1 && !negative;
  let order = 0;
  for (let i = 0; i < digits; i++) {
    const digit = bytes[at + i]! - 0x30;
    if (digit < 0 || digit > 9) return false;
    if (digits === 19 && order === 0) order = digit - LARGEST[i]!;
  }
  return digits < 19 || order <= 0 || (negative && isMinimum(bytes, at));
}

/** Digits of 2^63 - 1. */
const LARGEST = [9, 2, 2, 3, 3, 7, 2, 0, 3, 6, 8, 5, 4, 7, 7, 5, 8, 0, 7];

function isMinimum(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 18; i++) if (bytes[at + i]! - 0x30 !== LARGEST[i]) return false;
  return bytes[at + 18] === 0x38;
}
