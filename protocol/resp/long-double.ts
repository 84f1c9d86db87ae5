/**
 * Decimal numbers in the 80-bit floating point that INCRBYFLOAT and HINCRBYFLOAT count in, as text to text.
 *
 * Problem: 0.1 + 0.2 is `0.3` for these commands, for they add x87 long doubles (64 bits of mantissa) and print 17
 * decimals; JavaScript has no such type, and the rounding must be the same.
 *
 * Idea: a value is mantissa × 2^exponent with a bigint below 2^64. Reading, adding and printing are exact in bigints,
 * and each result is rounded once, to nearest, ties to even.
 *
 * Cost: a few microseconds; for numbers near the end of the range (10^±4932) some tens. Not for hot paths.
 */

/** mantissa × 2^exponent with mantissa < 2^64, or infinite. */
export interface LongDouble {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly infinite: boolean;
}

const MANTISSA_BITS = 64;
/** Exponent of the last bit of the largest and of the smallest numbers. */
const MAX_EXPONENT = 16384 - MANTISSA_BITS;
const MIN_EXPONENT = -16382 - (MANTISSA_BITS - 1);
/** Powers of ten beyond any long double, with room for the digits of the longest text. */
const MAX_POWER = 16_000;
/** The longest text of a number that is read, in characters. */
export const MAX_DECIMAL_TEXT = 5 * 1024 - 1;
const DECIMALS = 17n;

/**
 * Reads a number as C's strtold does, but for blanks, NaN, overflow and a nonzero number that rounds to zero, which
 * are refused: decimal or 0x hexadecimal, with point and exponent, `inf` or `infinity` in any case.
 * @returns undefined if the text is no such number
 */
export function parseLongDouble(text: string): LongDouble | undefined {
  if (text.length === 0 || text.length > MAX_DECIMAL_TEXT) return undefined;
  const negative = text[0] === '-';
  const body = negative || text[0] === '+' ? text.slice(1) : text;
  if (/^inf(inity)?$/i.test(body)) return { negative, mantissa: 0n, exponent: 0, infinite: true };
  const hexadecimal = /^0x/i.test(body);
  const value = hexadecimal ? parseHexadecimal(body.slice(2), negative) : parseDecimal(body, negative);
  return value === undefined || value.infinite ? undefined : value;
}

function parseDecimal(text: string, negative: boolean): LongDouble | undefined {
  const match = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', power = '0'] = match;
  if (whole.length + fraction.length === 0) return undefined;
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return round(negative, 0n, 1n);
  const scale = Number(power) - fraction.length;
  if (scale > MAX_POWER || scale < -MAX_POWER) return undefined;
  const ten = 10n ** BigInt(Math.abs(scale));
  return refuseZero(scale >= 0 ? round(negative, digits * ten, 1n) : round(negative, digits, ten));
}

function parseHexadecimal(text: string, negative: boolean): LongDouble | undefined {
  const match = /^([\da-f]*)(?:\.([\da-f]*))?(?:p([+-]?\d+))?$/i.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', power = '0'] = match;
  if (whole.length + fraction.length === 0) return undefined;
  const digits = BigInt(`0x${whole}${fraction}`);
  if (digits === 0n) return round(negative, 0n, 1n);
  const scale = Number(power) - fraction.length * 4;
  if (scale > MAX_POWER * 4 || scale < -MAX_POWER * 4) return undefined;
  const two = 1n << BigInt(Math.abs(scale));
  return refuseZero(scale >= 0 ? round(negative, digits * two, 1n) : round(negative, digits, two));
}

function refuseZero(value: LongDouble): LongDouble | undefined {
  return value.mantissa === 0n && !value.infinite ? undefined : value;
}

/** The long double nearest to numerator / denominator, both not negative. */
function round(negative: boolean, numerator: bigint, denominator: bigint): LongDouble {
  if (numerator === 0n) return { negative, mantissa: 0n, exponent: MIN_EXPONENT, infinite: false };
  let exponent = Math.max(bitLength(numerator) - bitLength(denominator) - MANTISSA_BITS, MIN_EXPONENT);
  let [mantissa, inexact] = shiftedQuotient(numerator, denominator, exponent);
  if (mantissa >> BigInt(MANTISSA_BITS) !== 0n)
    [mantissa, inexact] = shiftedQuotient(numerator, denominator, ++exponent);
  const [above, half] = inexact;
  if (above || (half && (mantissa & 1n) === 1n)) mantissa++;
  if (mantissa >> BigInt(MANTISSA_BITS) !== 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  return { negative, mantissa, exponent, infinite: exponent > MAX_EXPONENT };
}

/** floor(numerator / (denominator × 2^exponent)), and whether more, or exactly half, is left. */
function shiftedQuotient(numerator: bigint, denominator: bigint, exponent: number): [bigint, [boolean, boolean]] {
  const top = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const bottom = exponent > 0 ? denominator << BigInt(exponent) : denominator;
  const quotient = top / bottom;
  const twice = (top - quotient * bottom) * 2n;
  return [quotient, [twice > bottom, twice === bottom]];
}

function bitLength(n: bigint): number {
  const hexadecimal = n.toString(16);
  return hexadecimal.length * 4 - (Math.clz32(Number.parseInt(hexadecimal[0]!, 16)) - 28);
}

/** a + b; infinite on overflow or if one is; undefined for inf - inf, which is not a number. */
export function addLongDoubles(a: LongDouble, b: LongDouble): LongDouble | undefined {
  if (a.infinite || b.infinite) {
    if (a.infinite && b.infinite && a.negative !== b.negative) return undefined;
    return a.infinite ? a : b;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = scaled(a, exponent) + scaled(b, exponent);
  const size = sum < 0n ? -sum : sum;
  return exponent >= 0 ? round(sum < 0n, size << BigInt(exponent), 1n) : round(sum < 0n, size, 1n << BigInt(-exponent));
}

function scaled(value: LongDouble, exponent: number): bigint {
  const size = value.mantissa << BigInt(value.exponent - exponent);
  return value.negative ? -size : size;
}

/** A finite value with up to 17 decimals, without trailing zeros: `3`, `0.1`, `-5000`. */
export function formatLongDouble(value: LongDouble): string {
  const scale = 10n ** DECIMALS;
  let units: bigint;
  if (value.exponent >= 0) units = (value.mantissa << BigInt(value.exponent)) * scale;
  else {
    const [floor, [above, half]] = shiftedQuotient(value.mantissa * scale, 1n << BigInt(-value.exponent), 0);
    units = above || (half && (floor & 1n) === 1n) ? floor + 1n : floor;
  }
  if (units === 0n) return '0';
  const digits = units.toString().padStart(Number(DECIMALS) + 1, '0');
  const whole = digits.slice(0, -Number(DECIMALS));
  const decimals = digits.slice(-Number(DECIMALS)).replace(/0+$/, '');
  return `${value.negative ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

/** What `addDecimals` may answer instead of a sum. */
export const NOT_A_NUMBER = 1;
export const NOT_FINITE = 2;

/**
 * `value + increment` as INCRBYFLOAT stores it.
 * @returns the text, or NOT_A_NUMBER if one of the two is not a valid float, or NOT_FINITE if the sum is not finite
 */
export function addDecimals(value: string, increment: string): string | typeof NOT_A_NUMBER | typeof NOT_FINITE {
  const a = parseLongDouble(value);
  const b = parseLongDouble(increment);
  if (a === undefined || b === undefined) return NOT_A_NUMBER;
  const sum = addLongDoubles(a, b);
  return sum === undefined || sum.infinite ? NOT_FINITE : formatLongDouble(sum);
}
