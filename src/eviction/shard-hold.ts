// HOT: twice a victim; no closures, no allocation.
/** Takes the lock of a shard for choosing or removing a victim, and notes how long it was held. */
import { monotonicUs } from '../memory/clock.ts';
import { S_LOCK } from '../memory/layout.ts';
import { lockWithin, unlock } from '../memory/lock.ts';
import { noteHold } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';

/** Longest wait for a lock; another shard serves as well. */
const MAX_WAIT_MS = 0.2;
/** One of so many short holds is timed: reading the clock twice costs a tenth of a victim. */
const TIMED = 16;

export class ShardHold {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  #sinceUs = -1;
  #untimed = 0;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
  }

  /**
   * @param timed whether this hold is one of those that may last some ten microseconds: those are all timed
   * @returns false when the lock was not free in time
   */
  enter(shard: number, timed: boolean): boolean {
    if (!lockWithin(this.#control, this.#store.heap.base(shard) + S_LOCK, MAX_WAIT_MS)) return false;
    if (timed || ++this.#untimed >= TIMED) {
      this.#untimed = 0;
      this.#sinceUs = monotonicUs();
    }
    this.#store.heap.slabs.sync();
    return true;
  }

  leave(shard: number): void {
    unlock(this.#control, this.#store.heap.base(shard) + S_LOCK);
    if (this.#sinceUs < 0) return;
    noteHold(this.#store.stats, monotonicUs() - this.#sinceUs);
    this.#sinceUs = -1;
  }
}
