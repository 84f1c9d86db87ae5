/**
 * Random numbers for samples: a Weyl sequence through a mixer (G. Steele et al., "Fast splittable pseudorandom number
 * generators", 2014). Consecutive numbers are independent, which those of a bare xorshift are not: where one chose the
 * shard and the next the bucket, some records were never met.
 */
export class Random32 {
  #state: number;

  constructor(seed = 0x2545f491) {
    this.#state = seed | 0;
  }

  /** A signed 32-bit number. */
  next(): number {
    const state = (this.#state + 0x9e3779b9) | 0;
    this.#state = state;
    let x = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return x ^ (x >>> 15);
  }
}
