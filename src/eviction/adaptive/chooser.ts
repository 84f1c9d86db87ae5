/**
 * Chooses the eviction rule by what the miniatures would have saved lately.
 *
 * Savings of each rule decay by half over a window of sampled reads; the rule in force gives way when another is ahead
 * by more than chance would bring about.
 */
import { Miniatures } from './miniatures.ts';
import { RULES } from './rules.ts';

/** Objects that a miniature shall hold at least, if half of the keys suffice for it. */
const MIN_OBJECTS = 64;
/** … and at most. */
const MAX_OBJECTS = 16_384;
const MAX_RATE = 0.5;
const USUAL_RATE = 1 / 64;
/** Half-life of savings: sampled reads for each object of a miniature, and at the least. */
const HALF_LIFE_READS = 8;
const MIN_HALF_LIFE = 400;
/** Sampled reads between two decisions. */
const DECIDE_EVERY = 64;
/** Standard deviations by which a rule must be ahead. */
const CONFIDENCE = 1;

/** Share of the keys to sample for a cache of about so many objects. */
export function sampleRate(objects: number): number {
  const rate = Math.max(MIN_OBJECTS / Math.max(1, objects), Math.min(USUAL_RATE, MAX_OBJECTS / Math.max(1, objects)));
  return Math.min(MAX_RATE, rate);
}

export class Chooser {
  readonly miniatures: Miniatures;
  /** Rules changed so far. */
  changes = 0;
  /** Decayed savings of each rule, and of a cache that hits always. */
  readonly savings: Float64Array = new Float64Array(RULES.length);
  possible = 0;
  #rule = 0;
  #decay = 1;
  #reads = 0;
  /** Decayed sum of the squares of costs: what one read may swing the savings by. */
  #squares = 0;

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
    this.#decay = 0.5 ** (1 / Math.max(MIN_HALF_LIFE, HALF_LIFE_READS * objects));
  }

  /** See `Miniatures.read`. */
  read(hash: number, size: number, cost: number, stores: boolean): void {
    this.miniatures.read(hash, size, cost, stores);
    const { hitMask } = this.miniatures;
    const decay = this.#decay;
    this.possible = this.possible * decay + cost;
    this.#squares = this.#squares * decay + cost * cost;
    for (let rule = 0; rule < this.savings.length; rule++) {
      this.savings[rule] = this.savings[rule]! * decay + ((hitMask >>> rule) & 1) * cost;
    }
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

  #decide(): void {
    let best = this.#rule;
    for (let rule = 0; rule < this.savings.length; rule++) if (this.savings[rule]! > this.savings[best]!) best = rule;
    if (best === this.#rule) return;
    const share = this.savings[best]! / this.possible;
    const noise = Math.sqrt(this.#squares * Math.max(share * (1 - share), 0.01));
    if (this.savings[best]! - this.savings[this.#rule]! <= CONFIDENCE * noise) return;
    this.#rule = best;
    this.changes++;
  }
}
