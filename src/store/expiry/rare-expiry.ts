// HOT: no closures, no allocation, integers only.
/**
 * The second word of a record's expiry holds bits 32 … 46 of the time in its lower half and the slot of the timing wheel
 * in its upper half. The bit between them, RARE, marks two other meanings:
 *
 *   no expiry:             slot │1│ 0
 *   the year 6429 or later: bits 32 … 47 │1│ bits 48 … 62
 *
 * No wheel has to know of the latter, so they need no slot; they are told apart because no slot has a number of 16 bits
 * and a time as late as that has one of the bits 47 … 62.
 */
export const RARE = 0x8000;
const HALF = 0xffff;

/** Whether a word with the bit RARE is that of a far expiry. */
export function isFar(word: number): boolean {
  return word < 0 || (word & HALF) !== RARE;
}

/** The time that such a word and the 32 bits below it say, in ms since 1970. */
export function farExpiry(word: number, low: number): number {
  return (word & (RARE - 1)) * 2 ** 48 + (word >>> 16) * 2 ** 32 + (low >>> 0);
}

/** The word for a time, of which `high` are the bits from 32 on. */
export function farWord(high: number): number {
  return ((high & HALF) << 16) | RARE | Math.floor(high / 2 ** 16);
}
