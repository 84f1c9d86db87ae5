/** What allkeys-sieve would hit: the hand and its rounds as in the store (sieve.ts), over a table of its own. */
import { Trial } from './trial.ts';

const SAMPLES = 12;
const MOST_VISITS = 3;
const ROUND_SHIFT = 4;
const ROUND_MASK = 15;
/** Ticks of the clock in a round, as far as the order is concerned. */
const ROUND = 0x1_0000_0000;
/** Entries that the hand lets go for one victim, at most. */
const MOST_SPARED = 64;

export class SieveTrial extends Trial {
  #handClock = 0;
  #round = 0;

  protected override cameIn(entry: number): void {
    this.entries.uses[entry] = (this.#round & ROUND_MASK) << ROUND_SHIFT;
  }

  protected override visited(entry: number): void {
    if ((this.entries.uses[entry]! & MOST_VISITS) !== MOST_VISITS) this.entries.uses[entry]! += 1;
  }

  protected override overwritten(entry: number): void {
    this.visited(entry);
  }

  protected override victim(): number {
    for (let spared = 0; ; spared++) {
      const entry = this.#next();
      const due = this.#dueAt(entry);
      if (due > this.#hand()) {
        this.#round = Math.floor(due / ROUND);
        this.#handClock = this.entries.clocks[entry]!;
      }
      if (!this.#wasVisited(entry) || spared === MOST_SPARED) return entry;
      this.#pass(entry);
    }
  }

  /** The entry of a sample that the hand meets first. */
  #next(): number {
    let next = -1;
    let soonest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < SAMPLES; i++) {
      const entry = this.any();
      if (this.#wasVisited(entry) && this.#dueAt(entry) <= this.#hand()) this.#pass(entry);
      const due = this.#dueAt(entry);
      if (due >= soonest) continue;
      soonest = due;
      next = entry;
    }
    return next;
  }

  #hand(): number {
    return this.#round * ROUND + this.#handClock;
  }

  /** When the hand is to pass an entry: of its round, four bits are known. */
  #dueAt(entry: number): number {
    const behind = (this.#round + 1 - (this.entries.uses[entry]! >>> ROUND_SHIFT)) & ROUND_MASK;
    return (this.#round + 1 - behind) * ROUND + this.entries.clocks[entry]!;
  }

  /** The hand has passed: visits are forgotten, and it comes again in the next round. */
  #pass(entry: number): void {
    const next = this.#round + (this.entries.clocks[entry]! <= this.#handClock ? 1 : 0);
    this.entries.uses[entry] = (next & ROUND_MASK) << ROUND_SHIFT;
  }

  #wasVisited(entry: number): boolean {
    return (this.entries.uses[entry]! & MOST_VISITS) !== 0;
  }
}
