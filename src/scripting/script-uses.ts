/**
 * Which scripts of EVAL were used last, as only so many are kept: one word each in shared memory, apart from the log of
 * scripts, so that a thread which has not heard yet that a script is gone spoils nothing by using it.
 *
 *   words: count of uses │ by place: the count at the last use, 0 for a free place
 */

/** Scripts of EVAL that are kept, as in Redis: programs that make scripts up would fill the table. */
export const MOST_EVALUATED = 500;
/** Words that they take. */
export const USE_WORDS = MOST_EVALUATED + 1;
/** Of a script that is kept whether it is used or not. */
export const NO_PLACE = -1;

export class ScriptUses {
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Notes a use. HOT. */
  note(place: number): void {
    if (place < 0) return;
    const words = this.#words;
    // Two threads may count the same use: what matters is the order, about.
    const count = (words[0]! + 1) | 0 || 1;
    words[0] = count;
    words[place + 1] = count;
  }

  /** A free place, which is used from now on; NO_PLACE when there is none. */
  take(): number {
    const words = this.#words;
    for (let place = 0; place < MOST_EVALUATED; place++) {
      if (words[place + 1] !== 0) continue;
      this.note(place);
      return place;
    }
    return NO_PLACE;
  }

  free(place: number): void {
    if (place >= 0) this.#words[place + 1] = 0;
  }

  /** The place that was used least lately. */
  oldest(): number {
    const words = this.#words;
    const now = words[0]!;
    let oldest = NO_PLACE;
    let age = -1;
    for (let place = 0; place < MOST_EVALUATED; place++) {
      const since = (now - words[place + 1]!) >>> 0;
      if (words[place + 1] === 0 || since <= age) continue;
      oldest = place;
      age = since;
    }
    return oldest;
  }
}
