// HOT: runs inline when sampling finds no victim; no closures, no allocation on the JS heap.
/**
 * Walks the index for any legal victim: for stores where so few records are legal that samples meet none.
 *
 * The walk goes on where the last one stopped, so that a victim costs a part of the index and not all of it again, and
 * gives the lock back every few buckets.
 */
import { ROOT_COUNT, ROOT_EXPIRES, SHARDS } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { ShardHold } from './shard-hold.ts';

/** Home buckets looked at in one hold: about ten microseconds. */
const BUCKETS_PER_HOLD = 64;
const END = 0x1_0000_0000;

export class Leftovers {
  readonly #store: Keyspace;
  readonly #hold: ShardHold;
  readonly #found = new Int32Array(2048);
  #shard = 0;
  #db = 0;
  #position = 0;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#hold = new ShardHold(store);
  }

  /** Evicts the next legal record. The caller holds no lock. @returns false when a whole walk met none */
  evictNext(volatileOnly: boolean): boolean {
    const word = volatileOnly ? ROOT_EXPIRES : ROOT_COUNT;
    // The database where it begins is walked from the middle, so its begin comes once more at the end.
    const databases = SHARDS * this.#store.databases + 1;
    for (let walked = 0; walked < databases; ) {
      if (this.#store.control[this.#store.rootAt(this.#shard, this.#db) + word] === 0) this.#position = END;
      else if (this.#hold.enter(this.#shard, true)) {
        const evicted = this.#walk(volatileOnly);
        this.#hold.leave(this.#shard);
        if (evicted) return true;
      } else this.#position = END;
      if (this.#position < END) continue;
      this.#nextDatabase();
      walked++;
    }
    return false;
  }

  #walk(volatileOnly: boolean): boolean {
    const store = this.#store;
    const { control, table, records } = store;
    const root = store.rootAt(this.#shard, this.#db);
    for (let bucket = 0; bucket < BUCKETS_PER_HOLD && this.#position < END; bucket++) {
      const count = table.scan(control, root, this.#position, this.#found);
      for (let i = 0; i < count; i++) {
        const ref = this.#found[i]! as Ref;
        if (volatileOnly && records.expiresAt(ref) < 0) continue;
        store.evict(this.#shard, this.#db, records.hash(ref), ref);
        return true;
      }
      this.#position = table.nextPosition;
    }
    return false;
  }

  #nextDatabase(): void {
    this.#position = 0;
    if (++this.#db < this.#store.databases) return;
    this.#db = 0;
    this.#shard = (this.#shard + 1) % SHARDS;
  }
}
