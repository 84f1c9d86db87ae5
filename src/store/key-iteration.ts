// HOT: runs under a lock for each key of KEYS and SCAN; no closures, no allocation on the JS heap.
/**
 * Goes through the keys of a database, shard by shard, a few at a time, so that locks are held for a short time only.
 *
 * A place in the iteration is a shard and a position in the order of hashes. Positions survive growth and shrinking of
 * the index: every key that is there from the begin to the end of an iteration is met at least once.
 */
import { ROOT_COUNT, SHARDS } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import { MAX_SCANNED, SCAN_END } from '../values/table/hash-segment.ts';
import type { Keyspace } from './keyspace.ts';

export class KeyIteration {
  readonly store: Keyspace;
  /** Records that the last step met, as far as it says: valid until the lock is given back. */
  readonly refs = new Int32Array(MAX_SCANNED);
  shard = 0;
  /** 0 … 2^32 - 1 */
  position = 0;

  constructor(store: Keyspace) {
    this.store = store;
  }

  /** Goes on from a place; one behind the last shard is the end. */
  start(shard: number, position: number): void {
    this.shard = shard;
    this.position = position;
  }

  get isAtEnd(): boolean {
    return this.shard >= SHARDS;
  }

  /** Goes on to the next shard if this one is empty: seen without its lock, so a key that is just coming may be missed. */
  skipEmptyShard(db: number): boolean {
    if (this.store.control[this.store.rootAt(this.shard, db) + ROOT_COUNT] !== 0) return false;
    this.#nextShard();
    return true;
  }

  /**
   * Meets the keys of one home bucket and moves on behind it. Expired ones are deleted or passed over. The caller holds
   * the lock of `shard`, and gives it back when `shard` has changed.
   * @returns how many of `refs` are filled
   */
  step(db: number): number {
    const store = this.store;
    const shard = this.shard;
    const root = store.rootAt(shard, db);
    const { table } = store;
    const found = table.scan(store.control, root, this.position, this.refs);
    if (table.nextPosition === SCAN_END) this.#nextShard();
    else this.position = table.nextPosition;
    return this.#dropExpired(shard, db, found);
  }

  #dropExpired(shard: number, db: number, found: number): number {
    const store = this.store;
    const refs = this.refs;
    let live = 0;
    for (let i = 0; i < found; i++) {
      const ref = refs[i]! as Ref;
      if (store.records.hasExpiryField(ref) && store.isExpired(ref)) {
        if (!store.keepsExpired) store.expire(shard, db, store.records.hash(ref), ref);
      } else refs[live++] = ref;
    }
    return live;
  }

  #nextShard(): void {
    this.shard++;
    this.position = 0;
  }
}
