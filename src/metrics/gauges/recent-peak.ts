/** The highest of the last values of a figure that is looked at about once a second. */
const SAMPLES = 8;

export class RecentPeak {
  readonly #values = new Float64Array(SAMPLES);
  #next = 0;

  /** Takes the value of now. @returns the highest of the last eight */
  sample(value: number): number {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % SAMPLES;
    return Math.max(...this.#values);
  }
}
