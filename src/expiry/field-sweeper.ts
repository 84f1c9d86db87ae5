// HOT: runs in the background beside commands; no closures, no allocation on the JS heap.
/**
 * Deletes elements of collections (fields of hashes) that are due: what the sweeper does with a record of which some
 * elements expire. The collection knows which is first; the record stands in the timing wheel for it. When many fall
 * due at once, a visit deletes some of them, and the hash is visited again and again, lock by lock, until none is left.
 */
import { ROOT_COUNT, S_LOCK } from '../memory/layout.ts';
import { tryLock, unlock } from '../memory/lock.ts';
import type { Ref } from '../memory/types.ts';
import { EMPTIED } from '../store/collections/collections.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { EVENT } from '../store/observers/events.ts';
import { NO_EXPIRY } from '../store/record.ts';

/** Elements deleted in one visit, some ten microseconds. */
const ELEMENTS_PER_VISIT = 32;
/** Collections that are remembered for further visits; for more there is the wheel, some ticks later. */
const OVERDUE = 64;

/** What `sweep` answers when the key went with its last element. No expiry is that small. */
export const KEY_GONE: number = EMPTIED;

export class FieldSweeper {
  readonly #store: Keyspace;
  /** Collections with more elements past their time: shard, database and hash of the key. */
  readonly #shards = new Uint8Array(OVERDUE);
  readonly #databases = new Int32Array(OVERDUE);
  readonly #hashes = new Int32Array(OVERDUE);
  #overdue = 0;
  readonly #found = new Int32Array(64);

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /**
   * Deletes elements that are past their time. The caller holds the shard's lock, and queues the record again.
   * @returns when the next element is due, NO_EXPIRY if none expires any more, or KEY_GONE
   */
  sweep(shard: number, db: number, hash: number, record: Ref, nowMs: number): number {
    const next = this.#visit(shard, db, hash, record, nowMs);
    if (next >= 0 && next < nowMs && this.#overdue < OVERDUE) {
      this.#shards[this.#overdue] = shard;
      this.#databases[this.#overdue] = db;
      this.#hashes[this.#overdue++] = hash;
    }
    return next;
  }

  /** Visits each collection once that had more to delete. @returns whether there is still more */
  step(nowMs: number): boolean {
    const { control, heap } = this.#store;
    for (let i = this.#overdue - 1; i >= 0; i--) {
      const shard = this.#shards[i]!;
      const word = heap.base(shard) + S_LOCK;
      if (!tryLock(control, word)) continue;
      heap.slabs.sync();
      const hasMore = this.#revisit(shard, this.#databases[i]!, this.#hashes[i]!, nowMs);
      unlock(control, word);
      if (!hasMore) this.#forget(i);
    }
    return this.#overdue > 0;
  }

  #revisit(shard: number, db: number, hash: number, nowMs: number): boolean {
    const { records, table, control } = this.#store;
    const root = this.#store.rootAt(shard, db);
    if (control[root + ROOT_COUNT] === 0) return false;
    const count = table.candidates(control, root, hash, this.#found);
    for (let i = 0; i < count; i++) {
      const ref = this.#found[i]! as Ref;
      if (!records.elementsExpire(ref) || records.hash(ref) !== hash) continue;
      const next = this.#visit(shard, db, hash, ref, nowMs);
      return next >= 0 && next < nowMs;
    }
    return false;
  }

  #forget(index: number): void {
    const last = --this.#overdue;
    this.#shards[index] = this.#shards[last]!;
    this.#databases[index] = this.#databases[last]!;
    this.#hashes[index] = this.#hashes[last]!;
  }

  #visit(shard: number, db: number, hash: number, record: Ref, nowMs: number): number {
    const store = this.#store;
    const { records, collections, observers, heap } = store;
    const type = collections.types[records.type(record)];
    if (type?.expireElements === undefined) return NO_EXPIRY;
    const before = type.count(records.encoding(record), records.rootRef(record));
    const next = type.expireElements(shard, record, nowMs, ELEMENTS_PER_VISIT);
    if (next !== EMPTIED && type.count(records.encoding(record), records.rootRef(record)) === before) return next;
    const isHeard = observers.wants(heap.base(shard));
    if (isHeard) observers.gone(shard, db, record, EVENT.hexpired);
    if (next === EMPTIED) {
      if (isHeard) observers.gone(shard, db, record, EVENT.del);
      store.remove(shard, db, hash, record);
    } else if (next === NO_EXPIRY) store.countElementsExpire(shard, db, record, false);
    return next;
  }
}
