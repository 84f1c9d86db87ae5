/**
 * Problem: a script keeps the locks of all shards for as long as it runs. WATCH is answered meanwhile, as in Redis, and
 * notes keys in their shards, which takes locks; what the script changes from then on has to count as a change.
 * Idea: a script that others are told of lends its locks while it is between two commands. One word a thread says who
 * has them; the script takes them back before each command, and when it ends.
 * Cost: nothing before a script takes long; then two atomic operations for each command that it calls.
 *
 *   word of a thread   NONE → LENT ⇄ KEPT, LENT ⇄ BORROWED, KEPT → NONE
 *   and beside it the time that the script sees (a double, ms since 1970)
 */
import { MAX_THREADS } from '../memory/thread-stats.ts';

/** No script takes long; the script runs a command; it is between two; somebody uses its locks. */
const NONE = 0;
const KEPT = 1;
const LENT = 2;
const BORROWED = 3;

/** How often a word is looked at before the thread sleeps, or gives up; longest sleep until it is looked at again. */
const SPINS = 1_000;
const SLEEP_MS = 1;
const NOBODY = -1;

export class LentLocks {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #first: number;
  readonly #stride: number;
  readonly #own: number;
  /** The word of the thread whose locks this one has borrowed. */
  #borrowed = NOBODY;
  /** Whether the script of this thread lends, now or between its commands. */
  isLending = false;

  /**
   * @param memory a word a thread, and the double of the time two words behind it
   * @param first the word of thread 0 @param stride words from one thread's to the next one's
   */
  constructor(memory: SharedArrayBuffer, first: number, stride: number, thread: number) {
    this.#words = new Int32Array(memory);
    this.#floats = new Float64Array(memory);
    this.#first = first;
    this.#stride = stride;
    this.#own = first + thread * stride;
  }

  /** The script of this thread, which has all locks, is between two commands. @param nowMs the time that it sees */
  lend(nowMs: number): void {
    this.isLending = true;
    this.#floats[this.#own / 2 + 1] = nowMs;
    Atomics.store(this.#words, this.#own, LENT);
  }

  /** Has the locks back, from now on; waits for whoever is using them, who is about to be done. */
  takeBack(): void {
    const words = this.#words;
    for (let spin = 0; Atomics.compareExchange(words, this.#own, LENT, KEPT) === BORROWED; spin++) {
      if (spin < SPINS) Atomics.pause();
      else Atomics.wait(words, this.#own, BORROWED, SLEEP_MS);
    }
  }

  /** The script ends: nothing is lent any more. */
  end(): void {
    if (!this.isLending) return;
    this.takeBack();
    Atomics.store(this.#words, this.#own, NONE);
    this.isLending = false;
  }

  /** Takes the locks that a script lends, for a moment. @returns the time that it sees; undefined: they are not to be had */
  borrow(): number | undefined {
    const words = this.#words;
    const end = this.#first + MAX_THREADS * this.#stride;
    for (let word = this.#first; word < end; word += this.#stride) {
      if (words[word] === NONE || !this.#borrowFrom(word)) continue;
      this.#borrowed = word;
      return this.#floats[word / 2 + 1];
    }
    return undefined;
  }

  /** Waits for the end of a command, if it is a short one. */
  #borrowFrom(word: number): boolean {
    const isOwn = word === this.#own;
    for (let spin = 0; spin < SPINS; spin++) {
      const state = Atomics.compareExchange(this.#words, word, LENT, BORROWED);
      if (state === LENT) return true;
      if (state === NONE || isOwn) return false;
      Atomics.pause();
    }
    return false;
  }

  /** Gives back what `borrow` took. */
  giveBack(): void {
    Atomics.store(this.#words, this.#borrowed, LENT);
    Atomics.notify(this.#words, this.#borrowed);
    this.#borrowed = NOBODY;
  }
}
