/** Says in the log that somebody tries tokens: at once, and then once in a while how many it were. */
import { Occasions } from '../logging/rate-limit.ts';
import { wallClockMs } from '../memory/clock.ts';

/** How often we look whether what is held back may be said. */
const LOOK_MS = 1_000;

export class WrongTokens {
  readonly #occasions: Occasions;
  #looking: NodeJS.Timeout | undefined;

  constructor(warning: (text: string) => void) {
    this.#occasions = new Occasions((count) =>
      warning(`${count} requests over HTTP with a wrong token (see admin-token)`),
    );
  }

  /** Somebody sent one. */
  happened(): void {
    this.#occasions.happened(1, wallClockMs());
    // The last ones are told, too, though no other may follow.
    if (this.#occasions.isHolding) this.#looking ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #look(): void {
    this.#occasions.happened(0, wallClockMs());
    if (this.#occasions.isHolding) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
