/**
 * Chooses the eviction rule by what miniatures would have saved lately: another rule comes into force when it is ahead
 * of the one that is, in the long run or in the last while (horizons.ts).
 *
 * Problem: as long as the cache fills, nobody evicts and all rules are alike, but from the moment when it is full the
 * right one is wanted.
 * Idea: while the miniatures fill, smaller ones practise: they are full early, and say which rule to begin with. Until
 * they do, the first objects say whether sizes and costs are to decide (value-spread.ts).
 */
import { Horizons } from './horizons.ts';
import { Miniatures } from './miniatures.ts';
import { type EvictionRule, VALUED } from './rules.ts';
import { Scoreboard } from './scoreboard.ts';
import { ValueSpread } from './value-spread.ts';

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
/** Size of what practises, as a share of the miniatures, and objects that it has to hold to be worth it. */
const PRACTICE_SHARE = 1 / 4;
const PRACTICE_OBJECTS = 32;

/** Share of the keys to sample for a cache of about so many objects. */
export function sampleRate(objects: number): number {
  const rate = Math.max(MIN_OBJECTS / Math.max(1, objects), Math.min(USUAL_RATE, MAX_OBJECTS / Math.max(1, objects)));
  return Math.min(MAX_RATE, rate);
}

export class Chooser {
  readonly #miniatures: Miniatures;
  readonly #scores: Horizons;
  #practice: Miniatures | undefined;
  readonly #practiceScores: Scoreboard;
  /** Objects that what practises is likely to hold. */
  #practising = 0;
  readonly #spread = new ValueSpread();
  /** Number of the rule to begin with where objects differ widely in size or cost; -1: none, or it is decided. */
  #widely: number;
  /** Rules changed so far. */
  changes = 0;
  #rule = 0;
  #reads = 0;

  /**
   * @param rules to choose among, eight at most @param capacity bytes that a miniature may hold: the cache's times the
   * sampling rate @param objects it is likely to hold
   */
  constructor(rules: readonly EvictionRule[], capacity: number, objects: number) {
    this.#scores = new Horizons(rules.length);
    this.#widely = rules.indexOf(VALUED);
    this.#practiceScores = new Scoreboard(rules.length);
    this.#miniatures = new Miniatures(rules, capacity);
    this.#practice = new Miniatures(rules, capacity * PRACTICE_SHARE);
    this.setSize(capacity, objects);
  }

  /** Number of the rule in force. */
  get rule(): number {
    return this.#rule;
  }

  /** Bytes of memory that the miniatures take. */
  get memoryBytes(): number {
    return this.#miniatures.memoryBytes + (this.#practice?.memoryBytes ?? 0);
  }

  /** What each rule would have saved of late, as a share of what there was to save. */
  shares(): number[] {
    return this.#scores.shares();
  }

  /** There should have been so many reads since the last call, had the sample its share of them. */
  expect(reads: number): void {
    this.#scores.expect(reads);
  }

  setSize(capacity: number, objects: number): void {
    this.#miniatures.setCapacity(capacity);
    this.#scores.setHalfLife(Math.max(MIN_HALF_LIFE, HALF_LIFE_READS * objects));
    if (this.#practice === undefined) return;
    this.#practice.setCapacity(capacity * PRACTICE_SHARE);
    this.#practising = objects * PRACTICE_SHARE;
    this.#practiceScores.setHalfLife(Math.max(MIN_HALF_LIFE, HALF_LIFE_READS * this.#practising));
  }

  /** See `Miniatures.read`. */
  read(hash: number, size: number, cost: number, stores: boolean): void {
    this.#look(size, cost);
    this.#miniatures.read(hash, size, cost, stores);
    this.#scores.count(this.#miniatures.hitMask, cost);
    if (this.#practice !== undefined) {
      this.#practice.read(hash, size, cost, stores);
      this.#practiceScores.count(this.#practice.hitMask, cost);
    }
    if (++this.#reads % DECIDE_EVERY === 0) this.#decide();
  }

  write(hash: number, size: number, cost: number): void {
    this.#look(size, cost);
    this.#miniatures.write(hash, size, cost);
    this.#practice?.write(hash, size, cost);
  }

  /** See `Miniatures.refill`. */
  refill(hash: number, size: number, cost: number): void {
    this.#look(size, cost);
    this.#miniatures.refill(hash, size, cost);
    this.#practice?.refill(hash, size, cost);
  }

  remove(hash: number): void {
    this.#miniatures.remove(hash);
    this.#practice?.remove(hash);
  }

  /** Forgets all keys but those whose hash is below a bound, of 2^31. */
  keepBelow(below: number): void {
    this.#miniatures.keepBelow(below);
    this.#practice?.keepBelow(below);
  }

  /** Looks at the first objects for the rule to begin with. */
  #look(size: number, cost: number): void {
    if (this.#widely < 0) return;
    this.#spread.add(size, cost);
    if (!this.#spread.isKnown) return;
    if (this.#spread.isWide && this.changes === 0) this.#rule = this.#widely;
    this.#widely = -1;
  }

  #decide(): void {
    if (this.#miniatures.hasEvicted) this.#practice = undefined;
    // How many objects there will be is a guess while the cache is all but empty: what is too few now may do later.
    const isPractising = this.#practice !== undefined && this.#practising >= PRACTICE_OBJECTS;
    const scores = isPractising ? this.#practiceScores : this.#scores;
    const rule = scores.leader(this.#rule);
    if (rule === this.#rule) return;
    this.#rule = rule;
    this.changes++;
  }
}
