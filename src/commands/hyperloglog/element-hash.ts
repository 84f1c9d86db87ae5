// HOT: no closures, no allocation; 64-bit arithmetic on pairs of 32-bit integers.
/**
 * The hash of HyperLogLog elements: MurmurHash64A, with the seed of Redis, so that both count an element in the same register.
 * Source: A. Appleby, MurmurHash2 (public domain), read as little-endian words.
 */

const SEED = 0xadc83b19 | 0;
const M_HIGH = 0xc6a4a793 | 0;
const M_LOW = 0x5bd1e995 | 0;

/** The product that `multiply` left. */
let high = 0;
let low = 0;

/** high:low = a × M mod 2^64. */
function multiply(aHigh: number, aLow: number): void {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = M_LOW & 0xffff;
  const b1 = M_LOW >>> 16;
  const cross1 = a1 * b0 + (a0 * b0) / 0x10000;
  const carry = Math.floor(cross1);
  const cross2 = a0 * b1 + (carry % 0x10000);
  const top = a1 * b1 + Math.floor(carry / 0x10000) + Math.floor(cross2 / 0x10000);
  high = ((top | 0) + Math.imul(aHigh, M_LOW) + Math.imul(aLow, M_HIGH)) | 0;
  low = Math.imul(aLow, M_LOW);
}

/** One per thread; `hash` leaves its result in the fields. */
export class ElementHash {
  high = 0;
  low = 0;

  /** Hashes bytes[start, start + length). */
  hash(bytes: Uint8Array, start: number, length: number): void {
    multiply(0, length);
    let hHigh = high;
    let hLow = low ^ SEED;
    const end = start + (length & ~7);
    for (let at = start; at < end; at += 8) {
      multiply(word(bytes, at + 4), word(bytes, at));
      // k ^= k >>> 47: only bits of the low word remain
      multiply(high, low ^ (high >>> 15));
      multiply(hHigh ^ high, hLow ^ low);
      hHigh = high;
      hLow = low;
    }
    const tail = length & 7;
    if (tail > 0) {
      for (let i = tail - 1; i >= 0; i--) {
        if (i < 4) hLow ^= bytes[end + i]! << (i * 8);
        else hHigh ^= bytes[end + i]! << ((i - 4) * 8);
      }
      multiply(hHigh, hLow);
      hHigh = high;
      hLow = low;
    }
    multiply(hHigh, hLow ^ (hHigh >>> 15));
    this.high = high;
    this.low = low ^ (high >>> 15);
  }
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
