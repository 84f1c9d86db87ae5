// HOT: no strings, no allocation but for integers beyond 2^53.
/**
 * Doubles as Redis 8 prints them in replies, in RESP2 and RESP3 alike: integers up to 2^62 digit by digit, others by
 * their significant digits (see `shortest-digits.ts`), with a point or zeros where that is not much longer than an
 * exponent.
 *
 *   0.1   -3   333333333333333312   4611686018427389000   0.000001   1.5e-6   1e+19   inf   -0
 */

import { writeBigInteger, writeInteger } from './integers.ts';
import { digits, digitsExponent, shortestDigits } from './shortest-digits.ts';

/** The longest text of a double, in bytes. */
export const MAX_DOUBLE_TEXT = 32;

const EXACT_INTEGERS = 2 ** 62;

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const LOWER_E = 101;

/** Writes the text of a double, at most `MAX_DOUBLE_TEXT` bytes; returns the position after it. */
export function writeDouble(buf: Uint8Array, pos: number, d: number): number {
  if (Number.isNaN(d)) return writeWord(buf, pos, 'nan');
  let p = pos;
  if (d < 0 || Object.is(d, -0)) {
    buf[p++] = MINUS;
    d = -d;
  }
  if (d === Number.POSITIVE_INFINITY) return writeWord(buf, p, 'inf');
  if (d <= EXACT_INTEGERS && Math.floor(d) === d) {
    return d <= Number.MAX_SAFE_INTEGER ? writeInteger(buf, p, d) : writeBigInteger(buf, p, BigInt(d));
  }
  const count = shortestDigits(d);
  return layOut(buf, p, count, digitsExponent);
}

/** cold: the text of a double, for places where speed does not matter. */
export function formatDouble(d: number): string {
  return text.toString('latin1', 0, writeDouble(text, 0, d));
}

/** cold: the text of a double by its significant digits, integers too (1e+10): how Redis writes scores for digests. */
export function formatByDigits(d: number): string {
  const sign = d < 0 || Object.is(d, -0) ? '-' : '';
  const size = Math.abs(d);
  if (size === 0 || size === Number.POSITIVE_INFINITY) return `${sign}${size === 0 ? '0' : 'inf'}`;
  return sign + text.toString('latin1', 0, layOut(text, 0, shortestDigits(size), digitsExponent));
}

const text = Buffer.alloc(MAX_DOUBLE_TEXT);

function writeWord(buf: Uint8Array, pos: number, word: string): number {
  for (let i = 0; i < 3; i++) buf[pos + i] = word.charCodeAt(i);
  return pos + 3;
}

/** Writes `count` digits, the last one standing for 10^exponent. */
function layOut(buf: Uint8Array, pos: number, count: number, exponent: number): number {
  const power = exponent + count - 1;
  const size = power < 0 ? -power : power;
  if (exponent >= 0 && size < count + 7) return writeZeros(buf, writeDigits(buf, pos, 0, count), exponent);
  if (exponent < 0 && (exponent > -7 || size < 4)) {
    const point = count + exponent;
    if (point <= 0) {
      buf[pos] = ZERO;
      buf[pos + 1] = POINT;
      return writeDigits(buf, writeZeros(buf, pos + 2, -point), 0, count);
    }
    const p = writeDigits(buf, pos, 0, point);
    buf[p] = POINT;
    return writeDigits(buf, p + 1, point, count);
  }
  let p = writeDigits(buf, pos, 0, 1);
  if (count > 1) {
    buf[p] = POINT;
    p = writeDigits(buf, p + 1, 1, count);
  }
  buf[p] = LOWER_E;
  buf[p + 1] = power < 0 ? MINUS : PLUS;
  return writeInteger(buf, p + 2, size);
}

function writeDigits(buf: Uint8Array, pos: number, from: number, to: number): number {
  let p = pos;
  for (let i = from; i < to; i++) buf[p++] = ZERO + digits[i]!;
  return p;
}

function writeZeros(buf: Uint8Array, pos: number, count: number): number {
  for (let i = 0; i < count; i++) buf[pos + i] = ZERO;
  return pos + count;
}

/**
 * A distance with exactly `decimals` (1 to 9) digits after the point, as GEODIST prints it: scaled in floating point,
 * then rounded to nearest, ties to even. For |d| × 10^decimals below 2^53.
 */
export function formatFixed(d: number, decimals: number): string {
  const scale = 10 ** decimals;
  const scaled = Math.abs(d) * scale;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const units = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const whole = Math.floor(units / scale);
  const fraction = String(units - whole * scale).padStart(decimals, '0');
  return `${d < 0 && units > 0 ? '-' : ''}${whole}.${fraction}`;
}
