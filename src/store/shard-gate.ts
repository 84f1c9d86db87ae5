// HOT: no closures, no allocation.
/** Locks of shards for work in the background: taken only when they are free, one at a time, and timed. */
import { monotonicUs } from '../memory/clock.ts';
import type { ShardGate } from '../memory/large/large-compactor.ts';
import { S_LOCK } from '../memory/layout.ts';
import { tryLock, unlock } from '../memory/lock.ts';
import { noteHold } from '../memory/thread-stats.ts';
import type { ShardId } from '../memory/types.ts';
import type { Keyspace } from './keyspace.ts';

export class StoreShardGate implements ShardGate {
  readonly #store: Keyspace;
  #sinceUs = 0;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  tryEnter(shard: ShardId): boolean {
    if (!tryLock(this.#store.control, this.#store.heap.base(shard) + S_LOCK)) return false;
    this.#sinceUs = monotonicUs();
    this.#store.heap.slabs.sync();
    return true;
  }

  leave(shard: ShardId): void {
    unlock(this.#store.control, this.#store.heap.base(shard) + S_LOCK);
    noteHold(this.#store.stats, monotonicUs() - this.#sinceUs);
  }
}
