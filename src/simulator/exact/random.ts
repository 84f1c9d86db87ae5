/** Evicts any object, with the same chance for each. */
import type { SimulatedCache } from '../simulation.ts';

export class RandomOrder implements SimulatedCache {
  evictions = 0;
  readonly #capacity: number;
  readonly #keys: number[] = [];
  readonly #present = new Set<number>();
  #state: number;

  /** @param seed the same seed gives the same run */
  constructor(capacity: number, seed = 1) {
    this.#capacity = capacity;
    this.#state = seed | 0 || 1;
  }

  access(key: number): boolean {
    if (this.#present.has(key)) return true;
    if (this.#capacity === 0) return false;
    this.#present.add(key);
    if (this.#keys.length < this.#capacity) {
      this.#keys.push(key);
      return false;
    }
    const at = this.#random() % this.#keys.length;
    this.#present.delete(this.#keys[at]!);
    this.#keys[at] = key;
    this.evictions++;
    return false;
  }

  /** xorshift32 */
  #random(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }
}
