/** What allkeys-lfu would hit: the logarithmic counter that falls by one a minute without use (policies/allkeys-lfu.ts). */
import { Trial } from './trial.ts';

const SAMPLES = 12;
const FIRST_COUNT = 5;
const LOG_FACTOR = 10;

export class LfuTrial extends Trial {
  protected override cameIn(entry: number): void {
    this.entries.uses[entry] = FIRST_COUNT;
    // The field for costs has the minute of the last use.
    this.entries.costs[entry] = this.minute;
  }

  protected override visited(entry: number): void {
    const count = this.#countOf(entry);
    const above = count > FIRST_COUNT ? count - FIRST_COUNT : 0;
    const rises = count < 255 && this.chance() < 1 / (above * LOG_FACTOR + 1);
    this.entries.uses[entry] = rises ? count + 1 : count;
    this.entries.costs[entry] = this.minute;
    this.entries.clocks[entry] = this.clock;
  }

  protected override overwritten(entry: number): void {
    this.visited(entry);
  }

  protected override victim(): number {
    const { clocks } = this.entries;
    let victim = this.any();
    let least = this.#countOf(victim);
    for (let i = 1; i < SAMPLES; i++) {
      const entry = this.any();
      const count = this.#countOf(entry);
      if (count > least || (count === least && clocks[entry]! >= clocks[victim]!)) continue;
      victim = entry;
      least = count;
    }
    return victim;
  }

  #countOf(entry: number): number {
    const minutes = this.minute - this.entries.costs[entry]!;
    const count = this.entries.uses[entry]!;
    return minutes >= count ? 0 : count - minutes;
  }
}
