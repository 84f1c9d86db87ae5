// HOT: no closures, no allocation except for a bigint beyond 2^53, integers only.
/** Signed 64-bit integers as two words, and their one canonical spelling in decimal digits. */

const MINUS = 0x2d;
const ZERO = 0x30;
const BILLION = 1_000_000_000;
/** Longest text: a sign and 19 digits. */
export const INT64_DIGITS = 20;

/** The integer that was read or looked at last: high word, and low word as a signed one. */
export class Int64 {
  high = 0;
  low = 0;

  /** Takes the integer that bytes[start, start + length) spell as Redis prints it. @returns false when they do not */
  read(bytes: Uint8Array, start: number, length: number): boolean {
    if (length === 0 || length > INT64_DIGITS) return false;
    const end = start + length;
    let at = start;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const digits = end - at;
    const first = digits === 0 ? 0 : bytes[at]! - ZERO;
    if (first <= 0 || first > 9 || digits > 19) {
      if (first !== 0 || digits !== 1 || negative) return false;
      this.high = 0;
      this.low = 0;
      return true;
    }
    let billions = 0;
    for (const split = end - 9; at < split; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return false;
      billions = billions * 10 + digit;
    }
    let units = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return false;
      units = (units * 10 + digit) | 0;
    }
    if (billions === 0) {
      this.low = negative ? -units : units;
      this.high = negative ? -1 : 0;
      return true;
    }
    return this.#combine(billions, units, negative);
  }

  /** Takes ±(billions × 10^9 + units). @returns false when that is not within 64 bits */
  #combine(billions: number, units: number, negative: boolean): boolean {
    // 2^63 is 9223372036 854775808
    if (billions > 9223372036 || (billions === 9223372036 && units > (negative ? 854775808 : 854775807))) return false;
    const upper = Math.floor(billions / 0x10000) * BILLION;
    const lower = (billions % 0x10000) * BILLION + units;
    const sum = (upper % 0x10000) * 0x10000 + lower;
    this.low = sum | 0;
    this.high = (Math.floor(upper / 0x10000) + Math.floor(sum / 0x1_0000_0000)) | 0;
    if (negative) {
      this.low = -this.low | 0;
      this.high = (~this.high + (this.low === 0 ? 1 : 0)) | 0;
    }
    return true;
  }

  /** Bytes that it needs in an intset: 2, 4 or 8. */
  width(): number {
    if (this.high !== this.low >> 31) return 8;
    return this.low === (this.low << 16) >> 16 ? 2 : 4;
  }

  /** Writes its digits. @returns how many bytes they are */
  write(target: Uint8Array, at: number): number {
    const value = this.high * 0x1_0000_0000 + (this.low >>> 0);
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return this.#writeLong(target, at);
    if (value < 0) {
      target[at] = MINUS;
      return 1 + writeDigits(target, at + 1, -value);
    }
    return writeDigits(target, at, value);
  }

  #writeLong(target: Uint8Array, at: number): number {
    const text = ((BigInt(this.high) << 32n) | BigInt(this.low >>> 0)).toString();
    for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
    return text.length;
  }
}

function writeDigits(target: Uint8Array, at: number, value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  let left = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const rest = Math.floor(left / 10);
    target[i] = ZERO + (left - rest * 10);
    left = rest;
  }
  return digits;
}
