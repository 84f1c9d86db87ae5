/** A waiter whose client does not wait any more, until the locks are had under which it leaves its queues. */
import { S_LOCK, SHARDS } from '../memory/layout.ts';
import { lockWithin, unlock } from '../memory/lock.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Waiters } from '../store/observers/waiters.ts';

/** Longest wait for one of its locks. */
const MAX_WAIT_MS = 0.5;
/** Pause before locks that were not had are tried again. */
const RETRY_MS = 5;

export class LeftWaiter {
  readonly waiter: Ref;
  readonly #low: number;
  readonly #high: number;

  /** @param low @param high the shards of its keys, one bit each */
  constructor(waiter: Ref, low: number, high: number) {
    this.waiter = waiter;
    this.#low = low;
    this.#high = high;
  }

  /** Takes the waiter out of its queues, now or as soon as the locks are had. */
  leave(store: Keyspace, waiters: Waiters): void {
    if (!this.remove(store, waiters)) setTimeout(() => this.leave(store, waiters), RETRY_MS);
  }

  /** Takes the waiter out of its queues. @returns false when a lock was not had in time: nothing was done */
  remove(store: Keyspace, waiters: Waiters): boolean {
    const { control, heap } = store;
    let held = 0;
    while (held < SHARDS && (!this.#isIn(held) || lockWithin(control, heap.base(held) + S_LOCK, MAX_WAIT_MS))) held++;
    const isHad = held === SHARDS;
    if (isHad) {
      heap.slabs.sync();
      waiters.remove(this.waiter);
    }
    for (let shard = held - 1; shard >= 0; shard--) {
      if (this.#isIn(shard)) unlock(control, heap.base(shard) + S_LOCK);
    }
    return isHad;
  }

  #isIn(shard: number): boolean {
    return ((shard < 32 ? this.#low : this.#high) & (1 << (shard & 31))) !== 0;
  }
}
