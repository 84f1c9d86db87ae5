/**
 * How much objects differ in what a byte of them is worth: the deviation of log(size / cost) over the first of them.
 *
 * Before anything is known of the reads, this says which rule to begin with. Where objects of one size cost the same, the
 * rules differ by recency and use only; where they differ widely, a rule that does not look at sizes and costs is wrong
 * from the start, and thousands of reads may pass before the miniatures are certain of it.
 */

/** Objects to look at. */
const ENOUGH = 64;
/** Standard deviation of the logarithm that counts as wide: one in three is a factor e away from the middle. */
const WIDE = 1;

export class ValueSpread {
  #count = 0;
  #sum = 0;
  #squares = 0;

  /** Whether enough objects were seen, so that `isWide` is final. */
  get isKnown(): boolean {
    return this.#count === ENOUGH;
  }

  get isWide(): boolean {
    const mean = this.#sum / this.#count;
    return this.isKnown && this.#squares / this.#count - mean * mean > WIDE * WIDE;
  }

  /** @param size bytes, 0 when nobody knows @param cost relative, 1 and more */
  add(size: number, cost: number): void {
    if (size <= 0 || this.isKnown) return;
    const value = Math.log(size / cost);
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }
}
