/** Least frequently used, exactly: counts since the object came in, and of equals the one used longest ago goes. */
import type { SimulatedCache } from '../simulation.ts';

export class Lfu implements SimulatedCache {
  evictions = 0;
  readonly #capacity: number;
  readonly #counts = new Map<number, number>();
  /** Objects by their count, in the order of their last use. */
  readonly #classes = new Map<number, Set<number>>();
  #least = 1;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  access(key: number): boolean {
    const count = this.#counts.get(key);
    if (count !== undefined) {
      this.#leave(key, count);
      this.#join(key, count + 1);
      return true;
    }
    if (this.#capacity === 0) return false;
    if (this.#counts.size >= this.#capacity) this.#evict();
    this.#join(key, 1);
    this.#least = 1;
    return false;
  }

  #join(key: number, count: number): void {
    this.#counts.set(key, count);
    const members = this.#classes.get(count);
    if (members === undefined) this.#classes.set(count, new Set([key]));
    else members.add(key);
  }

  #leave(key: number, count: number): void {
    const members = this.#classes.get(count)!;
    members.delete(key);
    if (members.size > 0) return;
    this.#classes.delete(count);
    if (this.#least === count) this.#least = count + 1;
  }

  #evict(): void {
    const victim = this.#classes.get(this.#least)!.values().next().value!;
    this.#leave(victim, this.#least);
    this.#counts.delete(victim);
    this.evictions++;
    // An eviction is followed by an insertion, which sets the least count again.
  }
}
