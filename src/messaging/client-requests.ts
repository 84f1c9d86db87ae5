/**
 * What threads want of each other's clients: to close one, or to end its wait.
 *
 * A request is a bit in the client's row, set under the table's lock together with a bit in the map of flagged rows of
 * the client's thread; then the caller rings that thread. So a request is never lost, never waits for the other thread,
 * and cannot hit the next client in the same row.
 */
import { lock, unlock } from '../memory/lock.ts';
import { sharedFloats, sharedWords } from '../memory/sparse-memory.ts';
import { FLAGGED, FLAGGED_WORDS, ROW_WORDS, ROWS, TABLE_LOCK } from './client-memory.ts';
import { ID, REQUESTS, THREAD, WAIT, WAIT_BLOCKED, WAIT_NONE, WAIT_SERVED, WAIT_SERVING } from './client-row.ts';

export class ClientRequests {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;

  constructor(shared: SharedArrayBuffer) {
    this.#words = sharedWords(shared);
    this.#floats = sharedFloats(shared);
  }

  /** Asks for something. @returns the thread to ring, or -1 when that client is gone or was asked before. */
  ask(slot: number, id: number, request: number): number {
    const words = this.#words;
    const row = ROWS + slot * ROW_WORDS;
    lock(words, TABLE_LOCK);
    let thread = -1;
    if (this.#floats[(row >> 1) + ID] === id && (Atomics.or(words, row + REQUESTS, request) & request) === 0) {
      thread = words[row + THREAD]!;
      Atomics.or(words, FLAGGED + thread * FLAGGED_WORDS + (slot >> 5), 1 << (slot & 31));
    }
    unlock(words, TABLE_LOCK);
    return thread;
  }

  /** Takes what was asked of the clients of a thread, which must be the caller's. */
  take(thread: number, visit: (slot: number, requests: number) => void): void {
    const words = this.#words;
    const map = FLAGGED + thread * FLAGGED_WORDS;
    for (let i = 0; i < FLAGGED_WORDS; i++) {
      if (words[map + i] === 0) continue;
      let bits = Atomics.exchange(words, map + i, 0);
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const slot = i * 32 + bit;
        const requests = Atomics.load(words, ROWS + slot * ROW_WORDS + REQUESTS);
        if (requests !== 0) visit(slot, requests);
      }
    }
  }

  /** Withdraws requests that were answered. */
  done(slot: number, requests: number): void {
    Atomics.and(this.#words, ROWS + slot * ROW_WORDS + REQUESTS, ~requests);
  }

  /** The client is blocked from now on. Called by its own thread. */
  beginWait(slot: number): void {
    Atomics.store(this.#words, ROWS + slot * ROW_WORDS + WAIT, WAIT_BLOCKED);
  }

  /**
   * Ends the wait of a client. One that is being served at this moment is waited for: that takes one command.
   * @returns false when it was not blocked, or somebody else ended it first
   */
  endWait(slot: number, outcome: number): boolean {
    const word = ROWS + slot * ROW_WORDS + WAIT;
    for (;;) {
      const before = Atomics.compareExchange(this.#words, word, WAIT_BLOCKED, outcome);
      if (before === WAIT_BLOCKED) return true;
      if (before !== WAIT_SERVING) return false;
      Atomics.pause();
    }
  }

  /** Begins to serve a blocked client: nobody else ends its wait until `served` or `notServed`. */
  beginServing(slot: number): boolean {
    const word = ROWS + slot * ROW_WORDS + WAIT;
    return Atomics.compareExchange(this.#words, word, WAIT_BLOCKED, WAIT_SERVING) === WAIT_BLOCKED;
  }

  served(slot: number): void {
    Atomics.store(this.#words, ROWS + slot * ROW_WORDS + WAIT, WAIT_SERVED);
  }

  /** Whether the client has been served, or is at this moment, and has not been told yet. */
  isServed(slot: number): boolean {
    const wait = Atomics.load(this.#words, ROWS + slot * ROW_WORDS + WAIT);
    return wait === WAIT_SERVED || wait === WAIT_SERVING;
  }

  /** There was nothing for the client after all: it goes on waiting. */
  notServed(slot: number): void {
    Atomics.store(this.#words, ROWS + slot * ROW_WORDS + WAIT, WAIT_BLOCKED);
  }

  /** How the last wait ended; the client waits for nothing then. Called by its own thread. */
  takeOutcome(slot: number): number {
    return Atomics.exchange(this.#words, ROWS + slot * ROW_WORDS + WAIT, WAIT_NONE);
  }

  /** Ends the wait of the client with this id, if it is in this row. @returns its thread, or -1 if it was not blocked. */
  unblock(slot: number, id: number, outcome: number): number {
    const words = this.#words;
    const row = ROWS + slot * ROW_WORDS;
    lock(words, TABLE_LOCK);
    const ended = this.#floats[(row >> 1) + ID] === id && this.endWait(slot, outcome);
    unlock(words, TABLE_LOCK);
    return ended ? words[row + THREAD]! : -1;
  }
}
