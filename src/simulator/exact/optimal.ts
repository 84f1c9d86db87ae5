/**
 * Bélády's optimum for unit sizes: it knows the whole trace and evicts what is asked for again last.
 *
 * Problem: the object with the farthest next use has to be found for every eviction.
 * Idea: a binary heap of (next use, key); a hit pushes the new next use and leaves the old entry behind, which is
 * recognised as stale when it comes up.
 * Source: L. Bélády, "A study of replacement algorithms for a virtual-storage computer" (1966).
 */
import type { SimulatedCache } from '../simulation.ts';

export class Optimal implements SimulatedCache {
  evictions = 0;
  readonly #capacity: number;
  /** For each request, when its key is asked for next; Infinity when never. */
  readonly #nextUse: Float64Array;
  /** Next use of each object that is there; -1 when it is not. */
  readonly #current: Float64Array;
  #size = 0;
  #heapUses: number[] = [];
  #heapKeys: number[] = [];

  /** @param keys all requests, dense numbers below `unique` */
  constructor(capacity: number, keys: Int32Array, unique: number) {
    this.#capacity = capacity;
    this.#nextUse = new Float64Array(keys.length);
    this.#current = new Float64Array(unique).fill(-1);
    const seen = new Float64Array(unique).fill(Number.POSITIVE_INFINITY);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i]!;
      this.#nextUse[i] = seen[key]!;
      seen[key] = i;
    }
  }

  access(key: number, _size: number, request: number): boolean {
    const next = this.#nextUse[request]!;
    const hit = this.#current[key]! >= 0;
    if (!hit) {
      if (this.#capacity === 0) return false;
      if (this.#size >= this.#capacity) this.#evict();
      this.#size++;
    }
    this.#current[key] = next;
    this.#push(next, key);
    return hit;
  }

  #evict(): void {
    for (;;) {
      const use = this.#heapUses[0]!;
      const key = this.#heapKeys[0]!;
      this.#pop();
      if (this.#current[key] !== use) continue;
      this.#current[key] = -1;
      this.#size--;
      this.evictions++;
      return;
    }
  }

  #push(use: number, key: number): void {
    const uses = this.#heapUses;
    const keys = this.#heapKeys;
    let at = uses.length;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (uses[parent]! >= use) break;
      uses[at] = uses[parent]!;
      keys[at] = keys[parent]!;
      at = parent;
    }
    uses[at] = use;
    keys[at] = key;
  }

  #pop(): void {
    const uses = this.#heapUses;
    const keys = this.#heapKeys;
    const use = uses.pop()!;
    const key = keys.pop()!;
    const count = uses.length;
    if (count === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= count) break;
      if (child + 1 < count && uses[child + 1]! > uses[child]!) child++;
      if (uses[child]! <= use) break;
      uses[at] = uses[child]!;
      keys[at] = keys[child]!;
      at = child;
    }
    uses[at] = use;
    keys[at] = key;
  }
}
