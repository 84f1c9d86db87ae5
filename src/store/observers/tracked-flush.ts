/** Frees what a flush left of the keys that clients tracked: some at a time, as the shard's lock is free. */
import { S_LOCK, SHARDS } from '../../memory/layout.ts';
import { tryLock, unlock } from '../../memory/lock.ts';
import type { Keyspace } from '../keyspace.ts';

/** Keys freed while a lock is held: some ten microseconds. */
const KEYS_A_HOLD = 128;

/** One step for each shard. @returns whether something is left */
export function freeForgotten(store: Keyspace): boolean {
  const { tracked } = store.observers;
  let isLeft = false;
  for (let shard = 0; shard < SHARDS; shard++) {
    if (!tracked.hasBuried(shard)) continue;
    const word = store.heap.base(shard) + S_LOCK;
    if (tryLock(store.control, word)) {
      store.heap.slabs.sync();
      tracked.freeBuried(shard, KEYS_A_HOLD);
      unlock(store.control, word);
    }
    isLeft ||= tracked.hasBuried(shard);
  }
  return isLeft;
}
