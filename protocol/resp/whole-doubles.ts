// HOT: once for each score of a reply. Integers only where it matters: no double passes between functions.
/**
 * Doubles that are whole numbers, which most scores are, taken apart into decimal halves by their bits.
 *
 * A double that is passed to a function that is not inlined becomes a heap object, and one that is put together from two
 * words in memory waits until both have been written: both cost more than the digits.
 */

const BILLION = 1_000_000_000;
const WORD = 2 ** 32;
const BIAS = 1023;
const FRACTION_BITS = 52;

/** What `takeApart` found: the number is halves[0] × 10^9 + halves[1]. */
export const halves: Int32Array = new Int32Array(2);

/**
 * Takes the double with these two words apart, low one first, into `halves`.
 * @returns false when it is not a whole number from 1 to 2^53 - 1
 */
export function takeApart(low: number, high: number): boolean {
  const exponent = (high >> 20) - BIAS;
  if (exponent < 0 || exponent > FRACTION_BITS) return false;
  const top = (high & 0xfffff) | 0x100000;
  // So many bits stand behind the point, and all have to be 0.
  const behind = FRACTION_BITS - exponent;
  let upper = 0;
  let lower = 0;
  if (behind >= 32) {
    if (low !== 0 || (top & ((1 << (behind - 32)) - 1)) !== 0) return false;
    lower = top >>> (behind - 32);
  } else if (behind === 0) {
    upper = top;
    lower = low;
  } else {
    if (low << (32 - behind) !== 0) return false;
    upper = top >>> behind;
    lower = (low >>> behind) | (top << (32 - behind));
  }
  if (upper === 0 && lower >= 0 && lower < BILLION) {
    halves[0] = 0;
    halves[1] = lower;
    return true;
  }
  const value = upper * WORD + (lower >>> 0);
  // A product is quicker than a quotient, and at most one off.
  let billions = (value * 1e-9) | 0;
  let rest = value - billions * BILLION;
  if (rest < 0) {
    billions--;
    rest += BILLION;
  } else if (rest >= BILLION) {
    billions++;
    rest -= BILLION;
  }
  halves[0] = billions;
  halves[1] = rest;
  return true;
}
