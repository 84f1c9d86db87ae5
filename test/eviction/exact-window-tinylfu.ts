/**
 * W-TinyLFU as its paper has it, with a window of fixed width: exact orders, exact counts. What the server samples is
 * held against it.
 *
 * A hundredth of the cache is a window in order of use. Who leaves it meets the first of the main part, and stays if it
 * was used more often. The main part has two queues in order of use: four fifths are for objects that were asked for
 * again since they came in. Counts go up to 15 and are halved after ten uses for each object of the cache.
 * Source: G. Einziger et al., "TinyLFU: a highly efficient cache admission policy" (2017).
 */

const WINDOW = 0.01;
const PROTECTED = 0.8;
const MOST_USES = 15;
const USES_AN_OBJECT = 10;

class ExactWindowTinyLfu {
  /** Each in the order of the last use. */
  readonly #window = new Set<number>();
  readonly #probation = new Set<number>();
  readonly #protected = new Set<number>();
  readonly #uses = new Map<number, number>();
  #counted = 0;
  readonly #capacity: number;
  readonly #windowSize: number;
  readonly #margin: number;

  constructor(capacity: number, margin: number) {
    this.#capacity = capacity;
    this.#windowSize = Math.max(1, Math.round(capacity * WINDOW));
    this.#margin = margin;
  }

  /** @returns whether it was there; else it is now, if it is let in */
  access(key: number): boolean {
    this.#count(key);
    if (renewed(this.#window, key) || renewed(this.#protected, key)) return true;
    if (this.#probation.delete(key)) {
      this.#protect(key);
      return true;
    }
    this.#window.add(key);
    if (this.#window.size > this.#windowSize) this.#admit(taken(this.#window));
    return false;
  }

  #protect(key: number): void {
    this.#protected.add(key);
    const most = (this.#capacity - this.#windowSize) * PROTECTED;
    if (this.#protected.size > most) this.#probation.add(taken(this.#protected));
  }

  #admit(candidate: number): void {
    const main = this.#probation.size > 0 ? this.#probation : this.#protected;
    if (this.#probation.size + this.#protected.size >= this.#capacity - this.#windowSize) {
      const victim = main.values().next().value!;
      if (this.#usesOf(candidate) <= this.#usesOf(victim) + this.#margin) return;
      main.delete(victim);
    }
    this.#probation.add(candidate);
  }

  #count(key: number): void {
    const uses = this.#usesOf(key);
    if (uses === MOST_USES) return;
    this.#uses.set(key, uses + 1);
    if (++this.#counted < USES_AN_OBJECT * this.#capacity) return;
    for (const [any, count] of this.#uses) this.#uses.set(any, count >>> 1);
    this.#counted >>>= 1;
  }

  #usesOf(key: number): number {
    return this.#uses.get(key) ?? 0;
  }
}

/** Moves a key of the queue to its end. @returns whether it is one */
function renewed(queue: Set<number>, key: number): boolean {
  if (!queue.delete(key)) return false;
  queue.add(key);
  return true;
}

function taken(queue: Set<number>): number {
  const first = queue.values().next().value!;
  queue.delete(first);
  return first;
}

/** Object hit % of a trace. @param margin by how many uses more a candidate must beat the victim */
export function exactHitPercent(keys: Int32Array, capacity: number, margin = 0): number {
  const cache = new ExactWindowTinyLfu(capacity, margin);
  let hits = 0;
  for (const key of keys) if (cache.access(key)) hits++;
  return (hits / keys.length) * 100;
}
