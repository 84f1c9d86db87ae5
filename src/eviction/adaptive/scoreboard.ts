/**
 * What each rule has saved of late, and whether one is ahead of another by more than chance would bring about.
 *
 * Savings decay by half over a window of reads. Only reads that one of two rules would have hit and the other one not
 * say which is better, so chance is measured by those: what both hit, or both miss, tells nothing, however much of it
 * there is.
 *
 * The reads are those of a sample of the keys. A key that is asked for all the time is in the sample or not, and makes
 * all hit ratios too high or too low; but every rule has such a key, so it is the misses that the sample knows, and how
 * many reads there should have been is told from outside.
 */

/** Standard deviations by which a rule must be ahead: one of six others is, by chance, in one of thirty decisions. */
const CONFIDENCE = 2.5;
/** Weights grow up to this before all sums are made smaller. */
const MOST_WEIGHT = 2 ** 64;

export class Scoreboard {
  /** Savings of each rule, and of a cache that hits always, in units that grow: only their ratios mean something. */
  readonly savings: Float64Array;
  possible = 0;
  readonly #rules: number;
  readonly #all: number;
  readonly #confidence: number;
  /** Weights of all reads; the same when there were as many of them as the sample's share of the keys says. */
  #seen = 0;
  #expected = 0;
  /** Reads since somebody told that number, and their weights. */
  #newReads = 0;
  #newSeen = 0;
  /** What a read counts now: instead of old sums getting smaller, weights get larger. */
  #weight = 1;
  #growth = 1;
  /** By pair of rules: the squares of what reads counted that the first would have hit and the second not. */
  readonly #differences: Float64Array;

  /** @param confidence standard deviations by which a rule must be ahead of another one, lest it be chance */
  constructor(rules: number, confidence: number = CONFIDENCE) {
    this.#rules = rules;
    this.#all = (1 << rules) - 1;
    this.#confidence = confidence;
    this.savings = new Float64Array(rules);
    this.#differences = new Float64Array(rules * rules);
  }

  /** @param reads after which a read counts half */
  setHalfLife(reads: number): void {
    this.#growth = 2 ** (1 / reads);
  }

  /** A read that some rules would have hit. @param hitMask a bit a rule */
  count(hitMask: number, cost: number): void {
    if (this.#weight > MOST_WEIGHT) this.#shrinkWeights();
    this.#weight *= this.#growth;
    this.#newReads++;
    this.#newSeen += this.#weight;
    const value = this.#weight * cost;
    this.possible += value;
    if (hitMask === 0) return;
    const rules = this.#rules;
    for (let rule = 0; rule < rules; rule++) {
      if ((hitMask & (1 << rule)) === 0) continue;
      this.savings[rule]! += value;
      if (hitMask === this.#all) continue;
      for (let other = 0; other < rules; other++) {
        if ((hitMask & (1 << other)) === 0) this.#differences[rule * rules + other]! += value * value;
      }
    }
  }

  /** There should have been so many reads since the last call, had the sample its share of them. */
  expect(reads: number): void {
    if (this.#newReads === 0) return;
    this.#seen += this.#newSeen;
    this.#expected += this.#newSeen * (reads / this.#newReads);
    this.#newReads = 0;
    this.#newSeen = 0;
  }

  /** What each rule would have saved of late, as a share of what there was to save; NaN while there was nothing. */
  shares(): number[] {
    const { possible } = this;
    if (possible === 0) return Array.from(this.savings, () => Number.NaN);
    const tooMany = this.#expected === 0 ? 1 : this.#seen / this.#expected;
    return Array.from(this.savings, (saved) => Math.max(0, 1 - (1 - saved / possible) * tooMany));
  }

  /** The rule that saved most, unless that may be chance: then the one in force. */
  leader(inForce: number): number {
    let best = inForce;
    for (let rule = 0; rule < this.#rules; rule++) if (this.savings[rule]! > this.savings[best]!) best = rule;
    return this.isAhead(best, inForce) ? best : inForce;
  }

  /** Whether a rule has saved more than another one, and not by chance. */
  isAhead(rule: number, other: number): boolean {
    const squares = this.#differences[rule * this.#rules + other]! + this.#differences[other * this.#rules + rule]!;
    return this.savings[rule]! - this.savings[other]! > this.#confidence * Math.sqrt(squares);
  }

  #shrinkWeights(): void {
    const by = 1 / this.#weight;
    this.#weight = 1;
    this.possible *= by;
    this.#seen *= by;
    this.#expected *= by;
    this.#newSeen *= by;
    for (let i = 0; i < this.savings.length; i++) this.savings[i]! *= by;
    for (let i = 0; i < this.#differences.length; i++) this.#differences[i]! *= by * by;
  }
}
