/** Textbook policies over unit sizes: the exact orders that sampled ones are held against. */
import type { SimulatedCache } from '../simulation.ts';

/** First in, first out. */
export class Fifo implements SimulatedCache {
  evictions = 0;
  readonly #capacity: number;
  protected readonly order: Set<number> = new Set();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  access(key: number): boolean {
    if (this.order.has(key)) {
      this.used(key);
      return true;
    }
    if (this.order.size >= this.#capacity) {
      const victim = this.order.values().next();
      if (victim.done === true) return false;
      this.order.delete(victim.value);
      this.evictions++;
    }
    this.order.add(key);
    return false;
  }

  /** A hit leaves the order as it is. */
  protected used(_key: number): void {}
}

/** Least recently used. */
export class Lru extends Fifo {
  protected override used(key: number): void {
    this.order.delete(key);
    this.order.add(key);
  }
}
