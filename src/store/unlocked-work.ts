/**
 * Long work on the bytes of large values, done when the locks of the command are given back: a digest of 100 MB takes a
 * tenth of a second, a copy ten milliseconds. An object that is pinned meanwhile does not change: whoever writes to its key makes a copy.
 *
 * Commands of a transaction or script have no such moment: they do all of it at once, under the locks of all.
 */
import { STAT } from '../memory/thread-stats.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../memory/types.ts';
import type { Keyspace } from './keyspace.ts';
import type { PreparedCopy } from './strings/prepared-copy.ts';

/** Outcome of a command that wants to be run again once it has its answer. It never leaves the dispatcher. */
export const RUN_AGAIN = -1;
/** Runs of one command after which it looks for its answer under the lock: somebody changes the value all the time. */
const MOST_ROUNDS = 4;
/** Values below this size are copied under the lock: it takes some ten microseconds. */
const COPIED_BYTES = 256 * 1024;

/** Set while commands run one after the other under the same locks. */
interface Locked {
  readonly inTransaction: boolean;
}

export class UnlockedWork {
  readonly #store: Keyspace;
  readonly #copy: PreparedCopy;
  #work: (() => void) | undefined;
  /** The object that the command asks about, pinned, and the answer. */
  #object: LargeRef = NO_LARGE;
  #answer = false;
  #rounds = 0;

  /** @param copy where commands that change strings look for a copy of theirs */
  constructor(store: Keyspace, copy: PreparedCopy) {
    this.#store = store;
    this.#copy = copy;
  }

  /** Whether something is to be done once the locks are given back. HOT. */
  get isPending(): boolean {
    return this.#work !== undefined;
  }

  /** Does the rest of a command, its reply included, when its locks are given back. */
  afterLocks(call: Locked, work: () => void): void {
    if (call.inTransaction) work();
    else this.#work = work;
  }

  /** The same for work on the bytes of a large object. */
  withObject(call: Locked, object: LargeRef, work: () => void): void {
    const { large } = this.#store;
    if (call.inTransaction) {
      work();
      return;
    }
    large.pin(object);
    this.#work = () => {
      try {
        work();
      } finally {
        large.release(object);
      }
    };
  }

  /**
   * Asks something about the bytes of a large object before the command changes anything.
   * @returns the answer; undefined when it is not known yet: the command returns RUN_AGAIN, and asks again when it is
   *   run again
   */
  ask(call: Locked, object: LargeRef, find: () => boolean): boolean | undefined {
    if (call.inTransaction || this.#rounds >= MOST_ROUNDS) return find();
    if (object === this.#object) return this.#answer;
    this.#forget();
    this.#store.large.pin(object);
    this.#object = object;
    this.#work = () => {
      this.#answer = find();
    };
    return undefined;
  }

  /**
   * Before a command changes a large value, or makes it `length` bytes long: one that others read or share is to be copied,
   * which takes 10 ms for 60 MB.
   * @returns whether the command may go on; else it has changed nothing, returns RUN_AGAIN, and asks again
   */
  ownsPages(call: Locked, record: Ref, length: number): boolean {
    const { records, large } = this.#store;
    if (record === NO_REF || !records.isLarge(record) || call.inTransaction || this.#rounds >= MOST_ROUNDS) return true;
    const object = records.largeRef(record);
    if (object === this.#object || large.length(object) < COPIED_BYTES || !large.isPinned(object)) return true;
    this.#forget();
    large.pin(object);
    this.#object = object;
    this.#work = () => this.#copy.make(object, length);
    return false;
  }

  /**
   * Does what is pending.
   * @param outcome of the command so far @param run takes the locks and runs the command again @returns its outcome
   */
  finish(outcome: number, run: () => number): number {
    let last = outcome;
    try {
      while (this.#work !== undefined) {
        const work = this.#work;
        this.#work = undefined;
        work();
        if (last !== RUN_AGAIN) break;
        this.#rounds++;
        // One command, one hit.
        const hits = this.#store.stats[STAT.keyspaceHits]!;
        last = run();
        this.#store.stats[STAT.keyspaceHits] = hits;
      }
    } finally {
      this.#forget();
      this.#rounds = 0;
      this.#work = undefined;
    }
    return last;
  }

  #forget(): void {
    this.#copy.drop();
    if (this.#object !== NO_LARGE) this.#store.large.release(this.#object);
    this.#object = NO_LARGE;
  }
}
