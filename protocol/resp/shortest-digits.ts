// HOT: no bigint and no strings after start-up; 64-bit values are pairs of 32-bit halves.
/**
 * The decimal digits of a double, by the Grisu2 method.
 *
 * Problem: Redis prints doubles by Grisu2, whose digits always read back as the same double but in about one of a
 * thousand cases are not the shortest ones, which JavaScript prints. Clients compare bytes, so the method must be the
 * same, and so must be its rounding.
 *
 * Idea: multiply the value and the middles between it and its neighbours by a power of ten (from a table, rounded to
 * 64 bits) such that the product has its point within the upper half; take digits of the upper middle until what is
 * left is less than the distance of the middles, then step the last digit towards the value.
 *
 * Cost: three products of 64 bits and one division a digit. Source: Florian Loitsch, "Printing Floating-Point Numbers
 * Quickly and Accurately with Integers", PLDI 2010; table step and exponent window as in Redis' fpconv.
 */

/** Digits of the last `shortestDigits`, as numbers 0 to 9. */
export const digits: Uint8Array = new Uint8Array(20);
/** Power of ten of the last digit. */
export let digitsExponent = 0;

const TWO_32 = 4_294_967_296;
const PER_TWO_32 = 1 / TWO_32;
const FIRST_POWER = -348;
const POWER_STEP = 8;
const POWERS = 87;
/** Window for the binary exponent of a product. */
const MIN_EXPONENT = -60;
const MAX_EXPONENT = -32;
const LOG10_2 = 0.30102999566398114;

const powerHigh = new Uint32Array(POWERS);
const powerLow = new Uint32Array(POWERS);
const powerExponent = new Int32Array(POWERS);
for (let i = 0; i < POWERS; i++) {
  const power = FIRST_POWER + i * POWER_STEP;
  // 10^power = quotient of bigints, scaled so that 64 bits and a few more are left of the point
  const ten = 10n ** BigInt(Math.abs(power));
  const bits = ten.toString(2).length;
  let exponent = power >= 0 ? bits - 64 : -bits - 63;
  const scaled =
    power >= 0
      ? exponent >= 1
        ? (ten + (1n << BigInt(exponent - 1))) >> BigInt(exponent)
        : ten << BigInt(-exponent)
      : ((2n << BigInt(-exponent)) / ten + 1n) >> 1n;
  let fraction = scaled;
  if (fraction >> 64n !== 0n) {
    fraction = (fraction + 1n) >> 1n;
    exponent++;
  }
  powerHigh[i] = Number(fraction >> 32n);
  powerLow[i] = Number(fraction & 0xffffffffn);
  powerExponent[i] = exponent;
}

const asDouble = new Float64Array(1);
const asWords = new Uint32Array(asDouble.buffer);
const LOW_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;

/** Result halves of `multiply`. */
let productHigh = 0;
let productLow = 0;

/** Upper 64 bits of a product of two 64-bit numbers, rounded. */
function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  const lowLow = upperHalf(aLow, bLow);
  const highLowLow = Math.imul(aHigh, bLow) >>> 0;
  const lowHighLow = Math.imul(aLow, bHigh) >>> 0;
  const middle = highLowLow + lowHighLow + lowLow + 0x80000000;
  const low =
    (Math.imul(aHigh, bHigh) >>> 0) + upperHalf(aHigh, bLow) + upperHalf(aLow, bHigh) + ((middle * PER_TWO_32) >>> 0);
  productLow = low >>> 0;
  productHigh = (upperHalf(aHigh, bHigh) + ((low * PER_TWO_32) >>> 0)) >>> 0;
}

/** Upper 32 bits of a product of two 32-bit numbers: the double's error is far below one of these. */
function upperHalf(a: number, b: number): number {
  return ((a * b - (Math.imul(a, b) >>> 0)) * PER_TWO_32 + 0.5) >>> 0;
}

/** Index of the power of ten that brings a value of this binary exponent into the window. */
function findPower(exponent: number): number {
  const guess = (-(exponent + POWERS) * LOG10_2) | 0;
  let i = ((guess - FIRST_POWER) / POWER_STEP) | 0;
  for (;;) {
    const product = exponent + powerExponent[i]! + 64;
    if (product < MIN_EXPONENT) i++;
    else if (product > MAX_EXPONENT) i--;
    else return i;
  }
}

/**
 * Fills `digits` and `digitsExponent` for a finite d > 0.
 * @returns how many digits there are
 */
export function shortestDigits(d: number): number {
  asDouble[0] = d;
  const word = asWords[1 - LOW_WORD]!;
  let low = asWords[LOW_WORD]!;
  let high = word & 0xfffff;
  const biased = (word >>> 20) & 0x7ff;
  let exponent = -1074;
  const nearerBelow = biased !== 0 && high === 0 && low === 0;
  if (biased !== 0) {
    high += 0x100000;
    exponent = biased - 1075;
  }
  // shift until bit 63 is set: value = high:low * 2^exponent
  const shift = high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
  if (shift >= 32) {
    high = (low << (shift - 32)) >>> 0;
    low = 0;
  } else {
    high = ((high << shift) | (low >>> (32 - shift))) >>> 0;
    low = (low << shift) >>> 0;
  }
  exponent -= shift;
  const power = findPower(exponent);
  const powHigh = powerHigh[power]!;
  const powLow = powerLow[power]!;
  // half the distance to the neighbours, in units of the shifted value
  const half = 2 ** (shift - 1);
  const halfBelow = nearerBelow ? half / 2 : half;
  multiply(high, low, powHigh, powLow);
  const valueHigh = productHigh;
  const valueLow = productLow;
  multiplySum(high, low, half, powHigh, powLow);
  let upperLow = productLow - 1;
  const upperHigh = upperLow < 0 ? productHigh - 1 : productHigh;
  upperLow >>>= 0;
  multiplySum(high, low, -halfBelow, powHigh, powLow);
  let lowerLow = productLow + 1;
  const lowerHigh = lowerLow >= TWO_32 ? productHigh + 1 : productHigh;
  lowerLow >>>= 0;
  digitsExponent = -(FIRST_POWER + power * POWER_STEP);
  const pointShift = -(exponent + powerExponent[power]! + 64);
  return generate(upperHigh, upperLow, lowerHigh, lowerLow, valueHigh, valueLow, pointShift);
}

/** Multiplies high:low + change. */
function multiplySum(high: number, low: number, change: number, powHigh: number, powLow: number): void {
  const changeHigh = Math.floor(change / TWO_32);
  const sumLow = low + (change - changeHigh * TWO_32);
  const carry = sumLow >= TWO_32 ? 1 : 0;
  multiply((high + changeHigh + carry) >>> 0, sumLow >>> 0, powHigh, powLow);
}

/** What is left of the upper middle, the distance of the middles, and how far the value lies below the upper one. */
let restHigh = 0;
let restLow = 0;
let deltaHigh = 0;
let deltaLow = 0;
let targetHigh = 0;
let targetLow = 0;

function generate(
  upperHigh: number,
  upperLow: number,
  lowerHigh: number,
  lowerLow: number,
  valueHigh: number,
  valueLow: number,
  pointShift: number,
): number {
  deltaLow = (upperLow - lowerLow) >>> 0;
  deltaHigh = upperHigh - lowerHigh - (upperLow < lowerLow ? 1 : 0);
  targetLow = (upperLow - valueLow) >>> 0;
  targetHigh = upperHigh - valueHigh - (upperLow < valueLow ? 1 : 0);
  const one = 2 ** (pointShift - 32);
  const perOne = 1 / one;
  let whole = (upperHigh * perOne) >>> 0;
  restHigh = upperHigh - whole * one;
  restLow = upperLow;
  let count = 0;
  let place = 9;
  for (let unit = 1_000_000_000; place >= 0; unit /= 10, place--) {
    const digit = (whole / unit) >>> 0;
    if (digit !== 0 || count !== 0) digits[count++] = digit;
    whole -= digit * unit;
    const leftHigh = whole * one + restHigh;
    if (leftHigh < deltaHigh || (leftHigh === deltaHigh && restLow <= deltaLow)) {
      digitsExponent += place;
      restHigh = leftHigh;
      roundDown(count, unit * one);
      return count;
    }
  }
  for (;;) {
    timesTen();
    place--;
    const digit = (restHigh * perOne) >>> 0;
    if (digit !== 0 || count !== 0) digits[count++] = digit;
    restHigh -= digit * one;
    if (restHigh < deltaHigh || (restHigh === deltaHigh && restLow < deltaLow)) {
      digitsExponent += place + 1;
      roundDown(count, one);
      return count;
    }
  }
}

function timesTen(): void {
  let product = restLow * 10;
  restLow = product >>> 0;
  restHigh = restHigh * 10 + ((product * PER_TWO_32) >>> 0);
  product = deltaLow * 10;
  deltaLow = product >>> 0;
  deltaHigh = deltaHigh * 10 + ((product * PER_TWO_32) >>> 0);
  product = targetLow * 10;
  targetLow = product >>> 0;
  targetHigh = targetHigh * 10 + ((product * PER_TWO_32) >>> 0);
}

/**
 * Lowers the last digit while that comes nearer to the value and stays above the lower middle. The lower half of a
 * digit's unit is 0, for the point lies within the upper half.
 */
function roundDown(count: number, unitHigh: number): void {
  for (;;) {
    if (!less(restHigh, restLow, targetHigh, targetLow)) return;
    const roomHigh = deltaHigh - restHigh - (deltaLow < restLow ? 1 : 0);
    if (roomHigh < unitHigh) return;
    const nextHigh = restHigh + unitHigh;
    if (!less(nextHigh, restLow, targetHigh, targetLow)) {
      const beforeLow = (targetLow - restLow) >>> 0;
      const beforeHigh = targetHigh - restHigh - (targetLow < restLow ? 1 : 0);
      const afterLow = (restLow - targetLow) >>> 0;
      const afterHigh = nextHigh - targetHigh - (restLow < targetLow ? 1 : 0);
      if (!less(afterHigh, afterLow, beforeHigh, beforeLow)) return;
    }
    digits[count - 1]!--;
    restHigh = nextHigh;
  }
}

function less(aHigh: number, aLow: number, bHigh: number, bLow: number): boolean {
  return aHigh < bHigh || (aHigh === bHigh && aLow < bLow);
}
