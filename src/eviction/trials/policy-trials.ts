/**
 * What policies that are not in force would hit: small caches under each of them, over a sample of the keys.
 *
 * The sample is that of the chooser (adaptive/live-chooser.ts), or a part of it: a thousand objects are enough to tell
 * policies apart, and it is nobody's decision that waits for them.
 * Cost: 2 µs a sampled read that misses for the five fixed policies, 4 µs for the one that chooses.
 */
import { Chooser } from '../adaptive/chooser.ts';
import { type EvictionRule, LATEST, RULES, VALUED, WINDOWS } from '../adaptive/rules.ts';
import { Scoreboard } from '../adaptive/scoreboard.ts';
import { LfuTrial } from './lfu-trial.ts';
import { RandomTrial } from './random-trial.ts';
import { S3FifoTrial } from './s3fifo-trial.ts';
import { SieveTrial } from './sieve-trial.ts';
import { Trial } from './trial.ts';

/** Objects that a small cache holds at most. */
const MOST_OBJECTS = 1_024;
/** Part of the sample that is left when time is short. */
const WHEN_SHORT = 1 / 4;
/** Half-life of hits, in sampled reads for each object, and at the least. */
const HALF_LIFE_READS = 8;
const MIN_HALF_LIFE = 400;
/** Change of the share that is worth a resize. */
const WORTH = 1.25;
const WHOLE = 0x8000_0000;
const MS_PER_MINUTE = 60_000;

const FIXED = ['allkeys-lfu', 'allkeys-sieve', 'allkeys-s3fifo', 'allkeys-fifo', 'allkeys-random'] as const;
const CHOOSERS = { 'allkeys-adaptive': RULES, 'allkeys-tinylfu': WINDOWS } as const;

/** Policies that are nothing but one of the rules. */
export const SINGLE_RULES = [
  { name: 'allkeys-lru', rule: LATEST },
  { name: 'allkeys-cost', rule: VALUED },
] as const;

export interface PolicyShare {
  readonly name: string;
  /** Of what there was to save. */
  readonly share: number;
}

export class PolicyTrials {
  readonly #trials: readonly Trial[];
  readonly #scores = new Scoreboard(FIXED.length);
  readonly #other: keyof typeof CHOOSERS;
  #chooser: Chooser | undefined;
  #rate = 0;
  /** Hashes below this, of 2^31, are looked at. */
  #below = 0;

  /** @param other policy that chooses by itself and is not in force */
  constructor(other: keyof typeof CHOOSERS) {
    this.#trials = [LfuTrial, SieveTrial, S3FifoTrial, Trial, RandomTrial].map((Kind) => new Kind(0));
    this.#other = other;
  }

  get memoryBytes(): number {
    return this.#trials.reduce((sum, trial) => sum + trial.memoryBytes, this.#chooser?.memoryBytes ?? 0);
  }

  /**
   * The store may hold so many bytes, and likely so many records. @param rate share of the keys whose accesses are told
   * @param isShort whether time is short: the chooser needs it more
   */
  fit(capacityBytes: number, records: number, rate: number, isShort: boolean, nowMs: number): void {
    const wanted = Math.min(rate, MOST_OBJECTS / records) * (isShort ? WHEN_SHORT : 1);
    if (this.#rate === 0 || wanted > this.#rate * WORTH || wanted < this.#rate / WORTH) this.#setRate(wanted);
    const objects = records * this.#rate;
    for (const trial of this.#trials) {
      trial.minute = Math.floor(nowMs / MS_PER_MINUTE);
      trial.setCapacity(capacityBytes * this.#rate);
    }
    this.#scores.setHalfLife(Math.max(MIN_HALF_LIFE, HALF_LIFE_READS * objects));
    const capacity = capacityBytes * this.#rate;
    if (this.#chooser === undefined) this.#chooser = new Chooser(CHOOSERS[this.#other], capacity, objects);
    else this.#chooser.setSize(capacity, objects);
  }

  /** So many reads happened since the last call, sampled or not. */
  countReads(reads: number): void {
    this.#scores.expect(reads * this.#rate);
    this.#chooser?.expect(reads * this.#rate);
  }

  /** A read. See `Miniatures.read`. */
  read(hash: number, size: number, cost: number, stores: boolean): void {
    if (!this.#takes(hash)) return;
    let mask = 0;
    for (let i = 0; i < this.#trials.length; i++) if (this.#trials[i]!.read(hash, size, stores)) mask |= 1 << i;
    this.#scores.count(mask, cost);
    this.#chooser?.read(hash, size, cost, stores);
  }

  /** A write. @param isRefill whether a read that found nothing was its cause */
  write(hash: number, size: number, cost: number, isRefill: boolean): void {
    if (!this.#takes(hash)) return;
    for (const trial of this.#trials) trial.write(hash, size, isRefill);
    if (isRefill) this.#chooser?.refill(hash, size, cost);
    else this.#chooser?.write(hash, size, cost);
  }

  remove(hash: number): void {
    if (!this.#takes(hash)) return;
    for (const trial of this.#trials) trial.remove(hash);
    this.#chooser?.remove(hash);
  }

  /** Every key was deleted. */
  clear(): void {
    this.#keepBelow(0);
  }

  /** What each policy would have saved of late. */
  shares(): PolicyShare[] {
    const ratios = this.#scores.shares();
    const fixed = FIXED.map((name, i) => ({ name, share: ratios[i]! }));
    const chooser = this.#chooser;
    if (chooser === undefined) return [];
    const shares = chooser.shares();
    const others: PolicyShare[] = [{ name: this.#other, share: shares[chooser.rule]! }];
    const rules: readonly EvictionRule[] = CHOOSERS[this.#other];
    for (const { name, rule } of SINGLE_RULES) {
      const number = rules.indexOf(rule);
      if (number >= 0) others.push({ name, share: shares[number]! });
    }
    return [...others, ...fixed];
  }

  #takes(hash: number): boolean {
    return hash >>> 1 < this.#below;
  }

  #setRate(rate: number): void {
    this.#rate = rate;
    this.#below = Math.min(WHOLE - 1, Math.floor(rate * WHOLE));
    this.#keepBelow(this.#below);
  }

  #keepBelow(below: number): void {
    for (const trial of this.#trials) trial.keepBelow(below);
    this.#chooser?.keepBelow(below);
  }
}
