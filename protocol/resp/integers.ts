// HOT: no strings, no allocation for values within ±2^53; bigint only beyond.
/**
 * Signed 64-bit integers as text: Redis takes one spelling only (no plus, spaces, leading zeros or `-0`), so that what
 * was stored and what is printed are the same bytes.
 *
 * Values within ±(2^53 - 1) stay numbers. Results lie in typed arrays, because a double returned from a function that
 * is not inlined would be a heap object.
 */

/** Not an integer of 64 bits. */
export const NOT_INTEGER = 0;
/** The value is in `integerValue[0]`. */
export const SAFE_INTEGER = 1;
/** The value is beyond ±(2^53 - 1) and in `bigIntegerValue[0]`. */
export const BIG_INTEGER = 2;

/** The last value of `parseInteger`, if it was `SAFE_INTEGER`. */
export const integerValue: Float64Array = new Float64Array(1);
/** The last value of `parseInteger`, if it was `BIG_INTEGER`. */
export const bigIntegerValue: BigInt64Array = new BigInt64Array(1);

const MINUS = 45;
const ZERO = 48;
/** Digits that always fit in 2^53. */
const SAFE_DIGITS = 15;
const MAX_DIGITS = 19;
const BILLION = 1_000_000_000;
const MAX_INT64 = 2n ** 63n - 1n;

/** The longest text that `writeInteger` and `writeBigInteger` make, in bytes. */
export const MAX_INTEGER_TEXT = 20;

/**
 * Reads `buf[start, end)` as a signed 64-bit integer.
 * @returns NOT_INTEGER, SAFE_INTEGER or BIG_INTEGER
 */
export function parseInteger(buf: Uint8Array, start: number, end: number): number {
  let p = start;
  if (p >= end) return NOT_INTEGER;
  let digit = buf[p]! - ZERO;
  const negative = digit === MINUS - ZERO;
  if (negative) {
    if (++p >= end) return NOT_INTEGER;
    digit = buf[p]! - ZERO;
  }
  if (digit <= 0 || digit > 9) {
    if (digit !== 0 || negative || p + 1 !== end) return NOT_INTEGER;
    integerValue[0] = 0;
    return SAFE_INTEGER;
  }
  if (end - p > SAFE_DIGITS) return parseLong(buf, p, end, negative);
  let value = digit;
  for (p++; p < end; p++) {
    digit = buf[p]! - ZERO;
    if (digit < 0 || digit > 9) return NOT_INTEGER;
    value = value * 10 + digit;
  }
  integerValue[0] = negative ? -value : value;
  return SAFE_INTEGER;
}

/** More than 15 digits, the first one not zero. */
function parseLong(buf: Uint8Array, first: number, end: number, negative: boolean): number {
  if (end - first > MAX_DIGITS) return NOT_INTEGER;
  const middle = end - 9;
  let high = 0;
  let low = 0;
  for (let p = first; p < end; p++) {
    const digit = buf[p]! - ZERO;
    if (digit < 0 || digit > 9) return NOT_INTEGER;
    if (p < middle) high = high * 10 + digit;
    else low = low * 10 + digit;
  }
  const near = high * BILLION + low;
  if (near <= Number.MAX_SAFE_INTEGER) {
    integerValue[0] = negative ? -near : near;
    return SAFE_INTEGER;
  }
  const value = BigInt(high) * 1_000_000_000n + BigInt(low);
  if (value > MAX_INT64 + (negative ? 1n : 0n)) return NOT_INTEGER;
  bigIntegerValue[0] = negative ? -value : value;
  return BIG_INTEGER;
}

/** Reads `buf[start, end)` as a signed 64-bit integer whatever its size; undefined if it is none. */
export function parseBigInteger(buf: Uint8Array, start: number, end: number): bigint | undefined {
  const status = parseInteger(buf, start, end);
  if (status === NOT_INTEGER) return undefined;
  return status === SAFE_INTEGER ? BigInt(integerValue[0]!) : bigIntegerValue[0]!;
}

/** Decimal digits of an integer 0 <= n <= 2^53 - 1. */
export function digitCount(n: number): number {
  if (n < 10) return 1;
  if (n < 100) return 2;
  if (n < 1000) return 3;
  if (n < 10_000) return 4;
  if (n < 100_000) return 5;
  if (n < 1_000_000) return 6;
  if (n < 10_000_000) return 7;
  if (n < 100_000_000) return 8;
  if (n < BILLION) return 9;
  return 9 + digitCount(Math.floor(n / BILLION));
}

/** Writes an integer within ±(2^53 - 1) in decimal; returns the position after it. */
export function writeInteger(buf: Uint8Array, pos: number, n: number): number {
  let p = pos;
  let rest = n;
  if (rest < 0) {
    buf[p++] = MINUS;
    rest = -rest;
  }
  if (rest < 10) {
    buf[p] = ZERO + rest;
    return p + 1;
  }
  if (rest >= BILLION) {
    const high = Math.floor(rest / BILLION);
    p = writeInteger(buf, p, high) + 9;
    writeDigits(buf, p, 9, rest - high * BILLION);
    return p;
  }
  const digits = digitCount(rest);
  p += digits;
  writeDigits(buf, p, digits, rest);
  return p;
}

/** The two digits of 0 … 99. */
const PAIRS = new Uint8Array(200);
for (let i = 0; i < 100; i++) {
  PAIRS[i * 2] = ZERO + Math.floor(i / 10);
  PAIRS[i * 2 + 1] = ZERO + (i % 10);
}

/** Writes the last `digits` digits of 0 <= n < 10^9 so that they end before `end`. */
export function writeDigits(buf: Uint8Array, end: number, digits: number, n: number): void {
  let rest = n | 0;
  let p = end;
  for (const first = end - digits + 1; p > first; ) {
    const next = (rest / 100) | 0;
    const pair = (rest - next * 100) << 1;
    buf[--p] = PAIRS[pair + 1]!;
    buf[--p] = PAIRS[pair]!;
    rest = next;
  }
  if (p > end - digits) buf[p - 1] = ZERO + (rest % 10);
}

/** The four digits of 0 … 9999 as they lie in memory, first one lowest. */
const FOURS = new Int32Array(10_000);
for (let i = 0; i < 10_000; i++) {
  const [a, b, c, d] = String(i).padStart(4, '0');
  FOURS[i] = Number(a) | (Number(b) << 8) | (Number(c) << 16) | (Number(d) << 24) | (ZERO * 0x01010101);
}

/** Writes the nine digits of 0 <= n < 10^9 from `at` on: in three steps, where one digit or two at a time take five or nine. */
export function writeNine(memory: DataView, at: number, n: number): void {
  const upper = (n / 10_000) | 0;
  const first = (upper / 10_000) | 0;
  memory.setUint8(at, ZERO + first);
  memory.setInt32(at + 1, FOURS[upper - first * 10_000]!, true);
  memory.setInt32(at + 5, FOURS[n - upper * 10_000]!, true);
}

/**
 * Writes 0 <= n < 10^9; returns the position after it. Up to three bytes behind that are overwritten too.
 */
export function writeShort(memory: DataView, at: number, n: number): number {
  if (n < 10_000) return writeFew(memory, at, n);
  const upper = (n / 10_000) | 0;
  let p = at;
  if (upper < 10_000) p = writeFew(memory, p, upper);
  else {
    const first = (upper / 10_000) | 0;
    memory.setUint8(p, ZERO + first);
    memory.setInt32(p + 1, FOURS[upper - first * 10_000]!, true);
    p += 5;
  }
  memory.setInt32(p, FOURS[n - upper * 10_000]!, true);
  return p + 4;
}

/** The same for n < 10^4. */
function writeFew(memory: DataView, at: number, n: number): number {
  const digits = n < 100 ? (n < 10 ? 1 : 2) : n < 1000 ? 3 : 4;
  memory.setInt32(at, FOURS[n]! >>> ((4 - digits) << 3), true);
  return at + digits;
}

/** Writes any signed 64-bit integer in decimal; returns the position after it. */
export function writeBigInteger(buf: Uint8Array, pos: number, n: bigint): number {
  let p = pos;
  let rest = n;
  if (rest < 0n) {
    buf[p++] = MINUS;
    rest = -rest;
  }
  const high = Number(rest / 1_000_000_000n);
  const low = Number(rest % 1_000_000_000n);
  if (high === 0) return writeInteger(buf, p, low);
  p = writeInteger(buf, p, high);
  writeDigits(buf, p + 9, 9, low);
  return p + 9;
}
