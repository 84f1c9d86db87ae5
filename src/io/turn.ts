// HOT: `isOver` runs once a command; no closures, no allocation, no reading of a clock.
/**
 * How long one connection may be served before the others have their turn.
 *
 * Problem: a client that pipelines sends up to 64 KiB at once, 600 small commands, or 2,000 that may each look at a whole
 * collection; all of them ran before anybody else was served.
 * Idea: after a millisecond, what is left waits in the connection until the event loop has looked at the others. The
 * clock is not read for that: commands that are not quick are timed anyhow, and quick ones a group at a time.
 * Cost: requests that were read ahead are copied, once a millisecond.
 * Gives up: one command is never interrupted, and of a group of quick ones none.
 */

/** Ordinary commands of a whole read take less: they are not cut. */
const TURN_US = 1000;

export class Turn {
  readonly #timer: { readonly lastUs: number };
  /** 0 until the clock was read in this turn. */
  #endUs = 0;

  constructor(timer: { readonly lastUs: number }) {
    this.#timer = timer;
  }

  begin(): void {
    this.#endUs = 0;
  }

  /** Called after each command. The time of the first may count or not: it runs in any case. */
  isOver(): boolean {
    const { lastUs } = this.#timer;
    if (this.#endUs === 0) this.#endUs = lastUs + TURN_US;
    return lastUs > this.#endUs;
  }
}
