/**
 * The shares of all keys that time allows to look at: for the model of the workload and for the chooser of policies.
 *
 * Problem: the chooser plays a write for each of its rules and looks for a victim for each, some 9 µs beside half a one
 * for the model. Cut alike, the miss-ratio curve would lose its keys for what the chooser costs.
 * Idea: when samples take too much time, who takes more of it gives up keys, so both come to about the same. Only a
 * chooser whose small caches hold just enough objects keeps them until the model has no more keys than it.
 */

/** A sample costs the chooser so many times what it costs the model. */
const DEARER = 8;
/** Objects of a small cache that are enough to tell rules apart. */
const ENOUGH_OBJECTS = 1024;
const LEAST = 1e-6;

export class KeyShares {
  model = 1;
  chooser = 1;

  /** All keys again. */
  reset(): void {
    this.model = 1;
    this.chooser = 1;
  }

  /** Samples come too fast, whatever they cost. @param rate share of the keys that is sampled @param factor below 1 */
  lowerBoth(rate: number, factor: number): void {
    const most = Math.max(LEAST, rate * factor);
    this.model = Math.min(this.model, most);
    this.chooser = Math.min(this.chooser, most);
  }

  /**
   * Samples take too much time. @param factor by how much, below 1 @param model share that it looks at now, 0: it is off
   * @param chooser the same @param records that the store may hold
   */
  lower(factor: number, model: number, chooser: number, records: number): void {
    const enough = ENOUGH_OBJECTS / records;
    if (chooser > enough && chooser * DEARER > model) this.chooser = Math.max(enough, chooser * factor);
    else if (model > chooser) this.model = Math.max(LEAST, model * factor);
    else this.lowerBoth(chooser, factor);
  }
}
