// HOT: no closures, no allocation, integers only.
/**
 * How many bytes an item would take in a listpack: Redis decides by that when a list is called a listpack and when a
 * quicklist. Strings have a header of 1, 2 or 5 bytes, integers take 1 to 9 bytes in all, and both have their own
 * length behind them (https://github.com/antirez/listpack/blob/master/listpack.md).
 */

/** Bytes of a listpack without items. */
export const EMPTY_PACKED = 7;

const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Digits of a 64-bit integer, sign included. */
const MAX_DIGITS = 20;
/** A number of more digits, the first of them not 0, has more than 32 bits. */
const MOST_SMALL_DIGITS = 10;
const INT64_MAX = '9223372036854775807';
const INT64_MIN = '9223372036854775808';

/** Bytes in a listpack of the item bytes[at, at + length). */
export function packedBytes(bytes: Uint8Array, at: number, length: number): number {
  if (length <= MAX_DIGITS && length !== 0 && bytes[at]! <= NINE) {
    const integer = integerBytes(bytes, at, length);
    if (integer !== 0) return integer + 1;
  }
  return packedStringBytes(length);
}

/** Bytes in a listpack of a string that is no integer. */
export function packedStringBytes(length: number): number {
  const entry = length + (length < 64 ? 1 : length < 4096 ? 2 : 5);
  if (entry < 128) return entry + 1;
  if (entry < 16384) return entry + 2;
  return entry + (entry < 2097152 ? 3 : entry < 268435456 ? 4 : 5);
}

/** Bytes without the length behind, or 0 when it is not the text of a 64-bit integer. */
function integerBytes(bytes: Uint8Array, at: number, length: number): number {
  const negative = bytes[at] === MINUS;
  const first = negative ? at + 1 : at;
  const digits = length - (negative ? 1 : 0);
  if (digits === 0 || digits > 19) return 0;
  if (bytes[first] === ZERO && (digits > 1 || negative)) return 0;
  const end = at + length;
  if (digits > MOST_SMALL_DIGITS) {
    if (!areDigits(bytes, first, end)) return 0;
    return digits === 19 && isBeyond(bytes, first, negative ? INT64_MIN : INT64_MAX) ? 0 : 9;
  }
  let value = 0;
  for (let i = first; i < end; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  if (value < 128 && !negative) return 1;
  // Of negative numbers one more fits than of positive ones.
  const reach = negative ? value - 1 : value;
  if (reach < 2 ** 12) return 2;
  if (reach < 2 ** 15) return 3;
  if (reach < 2 ** 23) return 4;
  return reach < 2 ** 31 ? 5 : 9;
}

function areDigits(bytes: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (bytes[i]! < ZERO || bytes[i]! > NINE) return false;
  return true;
}

function isBeyond(bytes: Uint8Array, at: number, limit: string): boolean {
  for (let i = 0; i < limit.length; i++) {
    const difference = bytes[at + i]! - limit.charCodeAt(i);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
