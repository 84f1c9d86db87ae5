/** Says a thing once: what keeps happening is counted and told together, after a while. */

/** At most one line in this time about one thing. */
const QUIET_MS = 60_000;

export class Occasions {
  readonly #say: (count: number) => void;
  #untilMs = 0;
  #held = 0;

  /** @param say writes the line; told how often the thing happened since the line before */
  constructor(say: (count: number) => void) {
    this.#say = say;
  }

  /** Whether something waits for its turn. */
  get isHolding(): boolean {
    return this.#held > 0;
  }

  /** The thing happened `count` times since the last call: 0 gives what is held back its turn. */
  happened(count: number, nowMs: number): void {
    this.#held += count;
    if (this.#held === 0 || nowMs < this.#untilMs) return;
    this.#untilMs = nowMs + QUIET_MS;
    this.#say(this.#held);
    this.#held = 0;
  }
}
