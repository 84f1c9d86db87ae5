/**
 * The chooser of the running server: sized by the limit and the number of records, fed with samples of accesses.
 *
 * It follows the store as that grows: the share of the keys that it looks at falls, and what it knows of the others is
 * dropped. The rule that it has chosen is put where eviction reads it.
 */
import { G_EVICTION_RULE } from '../../memory/layout.ts';
import { type PolicyShare, PolicyTrials } from '../trials/policy-trials.ts';
import { Chooser, sampleRate } from './chooser.ts';
import { type EvictionRule, RULES } from './rules.ts';

const WHOLE = 0x8000_0000;
/** Change of the share that is worth a resize. */
const WORTH = 1.25;

export class LiveChooser {
  readonly #control: Int32Array;
  /** Whether other policies are tried too. */
  comparesPolicies = false;
  #trials: PolicyTrials | undefined;
  #chooser: Chooser | undefined;
  #rules: readonly EvictionRule[] = RULES;
  #rate = 0;
  /** Records that the store is likely to hold. */
  records = 1;
  /** Hashes below this, of 2^31, are looked at. */
  below = 0;

  constructor(control: Int32Array) {
    this.#control = control;
  }

  get isOn(): boolean {
    return this.#chooser !== undefined;
  }

  /** Share of the keys that it looks at. */
  get rate(): number {
    return this.below / WHOLE;
  }

  get changes(): number {
    return this.#chooser?.changes ?? 0;
  }

  get memoryBytes(): number {
    return this.#chooser?.memoryBytes ?? 0;
  }

  /** Bytes of memory that the trials of other policies take. */
  get trialBytes(): number {
    return this.#trials?.memoryBytes ?? 0;
  }

  /** What is known of other rules than these is forgotten. */
  setRules(rules: readonly EvictionRule[]): void {
    if (rules !== this.#rules) this.stop();
    this.#rules = rules;
  }

  /** Forgets everything: nothing is chosen any more. */
  stop(): void {
    this.#chooser = undefined;
    this.#trials = undefined;
    this.#rate = 0;
    this.below = 0;
  }

  /**
   * The store may hold so many bytes, and likely so many records. @param mostRate share of the keys that may be looked
   * at for want of time
   */
  fit(capacityBytes: number, records: number, mostRate: number, nowMs = 0): void {
    this.records = records;
    const wanted = Math.min(sampleRate(records), mostRate);
    const isOffByMuch = wanted > this.#rate * WORTH || wanted < this.#rate / WORTH;
    // What time allows is followed at once: each time a bit less was asked for, which alone was never worth a resize.
    if (isOffByMuch || mostRate < this.#rate) this.#setRate(wanted);
    const capacity = capacityBytes * this.#rate;
    const objects = records * this.#rate;
    if (this.#chooser === undefined) this.#chooser = new Chooser(this.#rules, capacity, objects);
    else this.#chooser.setSize(capacity, objects);
    this.#control[G_EVICTION_RULE] = this.#chooser.rule;
    if (!this.comparesPolicies) this.#trials = undefined;
    else this.#trials ??= new PolicyTrials(this.#rules === RULES ? 'allkeys-tinylfu' : 'allkeys-adaptive');
    this.#trials?.fit(capacityBytes, records, this.#rate, mostRate < sampleRate(records), nowMs);
  }

  /** So many reads happened since the last call, sampled or not. */
  countReads(reads: number): void {
    this.#chooser?.expect(reads * this.#rate);
    this.#trials?.countReads(reads);
  }

  /** Whether a key of this hash is looked at. */
  takes(hash: number): boolean {
    return hash >>> 1 < this.below;
  }

  /** A read that found its key. @param cost relative, 1 and more */
  hit(hash: number, size: number, cost: number): void {
    this.#chooser?.read(hash, size, cost, true);
    this.#trials?.read(hash, size, cost, true);
    this.#putInForce();
  }

  /** A read that found nothing: if the application stores something, `refilled` follows. */
  missed(hash: number, cost: number): void {
    this.#chooser?.read(hash, 0, cost, false);
    this.#trials?.read(hash, 0, cost, false);
    this.#putInForce();
  }

  refilled(hash: number, size: number, cost: number): void {
    this.#chooser?.refill(hash, size, cost);
    this.#trials?.write(hash, size, cost, true);
  }

  written(hash: number, size: number, cost: number): void {
    this.#chooser?.write(hash, size, cost);
    this.#trials?.write(hash, size, cost, false);
  }

  removed(hash: number): void {
    this.#chooser?.remove(hash);
    this.#trials?.remove(hash);
  }

  /** Every key was deleted. */
  clear(): void {
    this.#chooser?.keepBelow(0);
    this.#trials?.clear();
  }

  /** What each rule would have saved of late, as a share of what there was to save. */
  shares(): { readonly name: string; readonly share: number; readonly inForce: boolean }[] {
    const chooser = this.#chooser;
    if (chooser === undefined) return [];
    const shares = chooser.shares();
    return this.#rules.map((rule, i) => ({
      name: rule.name,
      share: shares[i]!,
      inForce: i === chooser.rule,
    }));
  }

  /** What policies that are not in force would have saved of late. */
  otherShares(): PolicyShare[] {
    return this.#trials?.shares() ?? [];
  }

  #setRate(rate: number): void {
    this.#rate = rate;
    this.below = Math.min(WHOLE - 1, Math.floor(rate * WHOLE));
    this.#chooser?.keepBelow(this.below);
  }

  #putInForce(): void {
    const rule = this.#chooser?.rule ?? 0;
    if (this.#control[G_EVICTION_RULE] !== rule) this.#control[G_EVICTION_RULE] = rule;
  }
}
