// HOT: no strings, no regular expressions, no allocation on the usual paths; only rare spellings of doubles build a string.
/**
 * Numbers in arguments, read from their bytes with the strictness of Redis: no blanks, no leading zeros or plus signs
 * in integers; doubles as `strtod` reads them, but without NaN and without overflow.
 */

const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;

/** Parts of the integer read last: its value is ±(high * 10^9 + low). */
let high = 0;
let low = 0;
let negative = false;

/** Reads a decimal signed 64-bit integer into `high`, `low`, `negative`; false if it is none. */
function readInteger(buf: Uint8Array, start: number, len: number): boolean {
  if (start < 0 || len <= 0 || len > 20) return false;
  const end = start + len;
  let at = start;
  negative = buf[at] === MINUS;
  if (negative) at++;
  high = 0;
  low = 0;
  const digits = end - at;
  if (digits === 0 || digits > 19) return false;
  if (buf[at] === ZERO) return digits === 1 && !negative;
  for (const split = end - 9; at < split; at++) {
    const digit = buf[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    high = high * 10 + digit;
  }
  for (; at < end; at++) {
    const digit = buf[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    low = (low * 10 + digit) | 0;
  }
  // 2^63 is 9223372036 854775808
  return high < 9223372036 || (high === 9223372036 && low <= (negative ? 854775808 : 854775807));
}

/** The signed 64-bit integer in these bytes: exact up to 2^53, else rounded; NaN if the bytes are no such integer. */
export function parseInteger(buf: Uint8Array, start: number, len: number): number {
  if (!readInteger(buf, start, len)) return Number.NaN;
  const value = high === 0 ? low : high * 1e9 + low;
  return negative ? -value : value;
}

/** The signed 64-bit integer in these bytes: a number while that is exact, else a bigint; NaN if they are none. */
export function parseInt64(buf: Uint8Array, start: number, len: number): number | bigint {
  if (!readInteger(buf, start, len)) return Number.NaN;
  const value = high === 0 ? low : high * 1e9 + low;
  if (value <= Number.MAX_SAFE_INTEGER) return negative ? -value : value;
  const exact = BigInt(high) * 1_000_000_000n + BigInt(low);
  return negative ? -exact : exact;
}

/** Digits before the point of the largest long double, about 1.19e4932. */
const LONG_DOUBLE_DIGITS = 4932;
/** Powers of ten that are exact doubles. */
const POWERS = new Float64Array(23);
for (let i = 0; i < 23; i++) POWERS[i] = Number(`1e${i}`);

/** The double in these bytes; NaN if they are none, or out of a double's range. */
export function parseDouble(buf: Uint8Array, start: number, len: number): number {
  if (start < 0 || len <= 0) return Number.NaN;
  const end = start + len;
  let at = start;
  const sign = buf[at]!;
  if (sign === MINUS || sign === PLUS) at++;
  // The first nine digits and those behind: sums of 32 bits are several times as fast as sums of doubles.
  let first = 0;
  let rest = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const c = buf[at]!;
    if (c >= ZERO && c <= 0x39) {
      if (digits < 9) first = (first * 10 + (c - ZERO)) | 0;
      else rest = (rest * 10 + (c - ZERO)) | 0;
      digits = (digits + 1) | 0;
      if (decimals >= 0) decimals = (decimals + 1) | 0;
    } else if (c === DOT && decimals < 0) decimals = 0;
    else return parseRareDouble(buf, start, end);
  }
  if (digits === 0) return Number.NaN;
  // 15 digits are exact, and so are these powers: one division rounds once
  if (digits > 15) return parseRareDouble(buf, start, end);
  const mantissa = digits <= 9 ? first : first * POWERS[digits - 9]! + rest;
  const value = decimals > 0 ? mantissa / POWERS[decimals]! : mantissa;
  return sign === MINUS ? -value : value;
}

/** Exponents, many digits, infinities, hexadecimal. */
function parseRareDouble(buf: Uint8Array, start: number, end: number): number {
  const signed = buf[start] === MINUS || buf[start] === PLUS;
  const sign = buf[start] === MINUS ? -1 : 1;
  const text = latin1(buf, signed ? start + 1 : start, end).toLowerCase();
  if (text === 'inf' || text === 'infinity') return sign * Number.POSITIVE_INFINITY;
  if (text.startsWith('0x')) return sign * parseHexDouble(text.slice(2));
  if (!isDecimal(text)) return Number.NaN;
  const value = Number(text);
  if (value === Number.POSITIVE_INFINITY) return Number.NaN;
  if (value === 0 && hasNonZeroDigit(text)) return Number.NaN;
  return sign * value;
}

/** cold: whether these bytes are a positive decimal that is larger than any double, though not than a long double. */
export function isBeyondDoubles(buf: Uint8Array, start: number, len: number): boolean {
  const text = latin1(buf, start, start + len).toLowerCase();
  if (!isDecimal(text) || Number(text) !== Number.POSITIVE_INFINITY) return false;
  const mark = text.indexOf('e');
  const digits = (mark < 0 ? text : text.slice(0, mark)).split('.')[0]!.replace(/^0+/, '').length;
  return digits + (mark < 0 ? 0 : Number(text.slice(mark + 1))) <= LONG_DOUBLE_DIGITS;
}

/** cold: spellings that clients do not use for numbers they wrote themselves. */
function latin1(buf: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(buf[at]!);
  return text;
}

/** Position behind the digits from `at` on. */
function skipDigits(text: string, at: number): number {
  while (at < text.length && text[at]! >= '0' && text[at]! <= '9') at++;
  return at;
}

/** Digits with at most one dot, and an optional exponent. */
function isDecimal(text: string): boolean {
  let at = skipDigits(text, 0);
  let digits = at;
  if (text[at] === '.') {
    const fraction = at + 1;
    at = skipDigits(text, fraction);
    digits += at - fraction;
  }
  return digits > 0 && isExponent(text, at, 'e');
}

/** Nothing, or an exponent that runs to the end. */
function isExponent(text: string, at: number, mark: string): boolean {
  if (at === text.length) return true;
  if (text[at] !== mark) return false;
  at++;
  if (text[at] === '+' || text[at] === '-') at++;
  return at < text.length && skipDigits(text, at) === text.length;
}

function hasNonZeroDigit(text: string): boolean {
  for (const c of text) {
    if (c === 'e') return false;
    if (c >= '1' && c <= '9') return true;
  }
  return false;
}

/** The part behind `0x`: hexadecimal digits with at most one dot, and an optional binary exponent. */
function parseHexDouble(text: string): number {
  let value = 0;
  let scale = 0;
  let digits = 0;
  let dotted = false;
  let at = 0;
  for (; at < text.length && text[at] !== 'p'; at++) {
    if (text[at] === '.' && !dotted) {
      dotted = true;
      continue;
    }
    const digit = '0123456789abcdef'.indexOf(text[at]!);
    if (digit < 0) return Number.NaN;
    value = value * 16 + digit;
    digits++;
    if (dotted) scale -= 4;
  }
  if (digits === 0 || !isExponent(text, at, 'p')) return Number.NaN;
  if (at < text.length) scale += Number(text.slice(at + 1));
  const result = value * 2 ** scale;
  return result === Number.POSITIVE_INFINITY ? Number.NaN : result;
}
