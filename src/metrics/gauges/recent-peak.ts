/** The highest of the last values of a figure that is looked at about once a second. */
export class RecentPeak {
  readonly #values: Float64Array;
  #next = 0;

  /** @param samples of how many values */
  constructor(samples: number) {
    this.#values = new Float64Array(samples);
  }

  /** Takes the value of now. @returns the highest of the last ones */
  sample(value: number): number {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    return Math.max(...this.#values);
  }
}
