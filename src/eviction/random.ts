/** xorshift32 (G. Marsaglia, 2003): samples need no better quality. */
export class Random32 {
  #state: number;

  constructor(seed = 0x2545f491) {
    this.#state = seed | 0 || 1;
  }

  /** A signed 32-bit number, never 0. */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x;
  }
}
