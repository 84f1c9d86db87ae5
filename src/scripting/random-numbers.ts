/**
 * The numbers of `math.random`: those of the C library's `lrand48`, as in Redis, so that a seed gives the same sequence
 * everywhere. One sequence for all scripts and functions of all threads, as theirs goes on from script to script.
 *
 *   x = (x × 0x5DEECE66D + 11) mod 2^48, of which the upper 31 bits are the number; two words of 24 bits
 */
const HIGH = 0;
const LOW = 1;
const BITS = 24;
const RANGE = 2 ** BITS;
const FACTOR_HIGH = 0x5de;
const FACTOR_LOW = 0xece66d;
const ADDED = 11;
/** What a seed is followed by. */
const TAIL = 0x330e;
const FIRST_SEED = 0x1234abcd;

export class RandomNumbers {
  readonly #words: Int32Array;

  /** @param words two of them, of shared memory; who runs a script holds the locks, and else a number more or less is lost */
  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Puts the state of a server that has just started into the words. */
  static begin(words: Int32Array): void {
    new RandomNumbers(words).seed(FIRST_SEED);
  }

  /** @param value its lowest 32 bits count */
  seed(value: number): void {
    this.#words[HIGH] = (value >>> 8) & (RANGE - 1);
    this.#words[LOW] = ((value & 0xff) << 16) | TAIL;
  }

  /** The next number, from 0 to 2^31 - 1. */
  next(): number {
    const low = this.#words[LOW]!;
    const product = low * FACTOR_LOW + ADDED;
    const carry = Math.floor(product / RANGE);
    const nextLow = product % RANGE;
    const nextHigh = (this.#words[HIGH]! * FACTOR_LOW + low * FACTOR_HIGH + carry) % RANGE;
    this.#words[LOW] = nextLow;
    this.#words[HIGH] = nextHigh;
    return ((nextHigh << 7) | (nextLow >>> 17)) >>> 0;
  }
}
