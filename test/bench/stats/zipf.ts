/**
 * Zipf-distributed ranks: rank r (from 0) is drawn with probability proportional to 1 / (r + 1)^theta.
 *
 * Problem: the hot-spot workloads need millions of exact draws a second. Idea: Walker's alias table in Vose's
 * construction: n cells, each split between two ranks, so one draw is one random cell and one comparison.
 * Cost: 12 bytes a rank and O(n) once. Gives up: changing n or theta later.
 */
import type { Random } from './random.ts';

export class Zipf {
  readonly #threshold: Float64Array;
  readonly #alias: Uint32Array;

  constructor(n: number, theta: number) {
    const scaled = new Float64Array(n);
    let sum = 0;
    for (let rank = 0; rank < n; rank++) {
      const weight = (rank + 1) ** -theta;
      scaled[rank] = weight;
      sum += weight;
    }
    const small: number[] = [];
    const large: number[] = [];
    for (let rank = 0; rank < n; rank++) {
      scaled[rank] = ((scaled[rank] ?? 0) * n) / sum;
      ((scaled[rank] ?? 0) < 1 ? small : large).push(rank);
    }
    this.#threshold = new Float64Array(n).fill(1);
    this.#alias = Uint32Array.from({ length: n }, (_, rank) => rank);
    while (small.length > 0 && large.length > 0) {
      const less = small.pop() ?? 0;
      const more = large.pop() ?? 0;
      this.#threshold[less] = scaled[less] ?? 0;
      this.#alias[less] = more;
      scaled[more] = (scaled[more] ?? 0) - (1 - (scaled[less] ?? 0));
      ((scaled[more] ?? 0) < 1 ? small : large).push(more);
    }
  }

  /** One rank; 0 is the hottest. */
  draw(random: Random): number {
    const cell = random.below(this.#threshold.length);
    return random.unit() < (this.#threshold[cell] ?? 1) ? cell : (this.#alias[cell] ?? cell);
  }
}

/** Spreads ranks over 0 … n - 1, one to one, so that the hot keys are not neighbours. `n` up to 2^22. */
export function scatter(rank: number, n: number): number {
  const prime = 2_147_483_629; // the largest below 2^31 - 1 that no n here is a multiple of
  return (rank * prime + 12_345) % n;
}
