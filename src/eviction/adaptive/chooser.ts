/**
 * Chooses the eviction rule by what the miniatures would have saved lately.
 *
 * Savings of each rule decay by half over a window of sampled reads; the rule in force gives way when another is ahead
 * by more than chance would bring about. Only reads that one of the two would have hit and the other one not say which
 * is better, so chance is measured by those: what both hit, or both miss, tells nothing, however much of it there is.
 */
import { Miniatures } from './miniatures.ts';
import { RULES } from './rules.ts';

/** Objects that a miniature shall hold at least, if half of the keys suffice for it. */
const MIN_OBJECTS = 64;
/** … and at most. */
const MAX_OBJECTS = 16_384;
const MAX_RATE = 0.5;
const USUAL_RATE = 1 / 32;
/** Half-life of savings: sampled reads for each object of a miniature, and at the least. */
const HALF_LIFE_READS = 8;
const MIN_HALF_LIFE = 400;
/** Sampled reads between two decisions. */
const DECIDE_EVERY = 16;
/** Standard deviations by which a rule must be ahead. */
const CONFIDENCE = 2;
/** Weights grow up to this before all sums are made smaller. */
const MOST_WEIGHT = 2 ** 64;

/** Share of the keys to sample for a cache of about so many objects. */
export function sampleRate(objects: number): number {
  const rate = Math.max(MIN_OBJECTS / Math.max(1, objects), Math.min(USUAL_RATE, MAX_OBJECTS / Math.max(1, objects)));
  return Math.min(MAX_RATE, rate);
}

export class Chooser {
  readonly miniatures: Miniatures;
  /** Rules changed so far. */
  changes = 0;
  /** Savings of each rule, and of a cache that hits always, in units that grow: only their ratios mean something. */
  readonly savings: Float64Array = new Float64Array(RULES.length);
  possible = 0;
  #rule = 0;
  /** What a read counts now: instead of old sums getting smaller, weights get larger. */
  #weight = 1;
  #growth = 1;
  #reads = 0;
  /** By pair of rules: the squares of what reads counted that the first would have hit and the second not. */
  readonly #differences = new Float64Array(RULES.length * RULES.length);

  /** @param capacity bytes that a miniature may hold: the cache's times the sampling rate @param objects it is likely to hold */
  constructor(capacity: number, objects: number) {
    this.miniatures = new Miniatures(RULES, capacity);
    this.setSize(capacity, objects);
  }

  /** Number of the rule in force, in RULES. */
  get rule(): number {
    return this.#rule;
  }

  setSize(capacity: number, objects: number): void {
    this.miniatures.setCapacity(capacity);
    this.#growth = 2 ** (1 / Math.max(MIN_HALF_LIFE, HALF_LIFE_READS * objects));
  }

  /** See `Miniatures.read`. */
  read(hash: number, size: number, cost: number, stores: boolean): void {
    this.miniatures.read(hash, size, cost, stores);
    const { hitMask } = this.miniatures;
    this.#weight *= this.#growth;
    const value = this.#weight * cost;
    this.possible += value;
    if (hitMask !== 0) this.#count(hitMask, value);
    if (++this.#reads % DECIDE_EVERY === 0) this.#decide();
  }

  write(hash: number, size: number, cost: number): void {
    this.miniatures.write(hash, size, cost);
  }

  /** See `Miniatures.refill`. */
  refill(hash: number, size: number, cost: number): void {
    this.miniatures.refill(hash, size, cost);
  }

  remove(hash: number): void {
    this.miniatures.remove(hash);
  }

  #count(hitMask: number, value: number): void {
    const rules = this.savings.length;
    for (let rule = 0; rule < rules; rule++) {
      if ((hitMask & (1 << rule)) === 0) continue;
      this.savings[rule]! += value;
      for (let other = 0; other < rules; other++) {
        if ((hitMask & (1 << other)) === 0) this.#differences[rule * rules + other]! += value * value;
      }
    }
  }

  #decide(): void {
    if (this.#weight > MOST_WEIGHT) this.#shrinkWeights();
    let best = this.#rule;
    for (let rule = 0; rule < this.savings.length; rule++) if (this.savings[rule]! > this.savings[best]!) best = rule;
    if (best === this.#rule) return;
    const rules = this.savings.length;
    const squares = this.#differences[best * rules + this.#rule]! + this.#differences[this.#rule * rules + best]!;
    if (this.savings[best]! - this.savings[this.#rule]! <= CONFIDENCE * Math.sqrt(squares)) return;
    this.#rule = best;
    this.changes++;
  }

  #shrinkWeights(): void {
    const by = 1 / this.#weight;
    this.#weight = 1;
    this.possible *= by;
    for (let i = 0; i < this.savings.length; i++) this.savings[i]! *= by;
    for (let i = 0; i < this.#differences.length; i++) this.#differences[i]! *= by * by;
  }
}
