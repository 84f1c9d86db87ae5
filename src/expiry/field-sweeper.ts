// HOT: runs in the background beside commands; no closures, no allocation on the JS heap.
/**
 * Deletes elements of collections (fields of hashes) that are due: what the sweeper does with a record of which some
 * elements expire. The collection knows which is first; the record stands in the timing wheel for it.
 */
import type { Ref } from '../memory/types.ts';
import { EMPTIED } from '../store/collections.ts';
import { EVENT } from '../store/events.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { NO_EXPIRY } from '../store/record.ts';

/** Elements deleted in one visit, some ten microseconds. */
const ELEMENTS_PER_VISIT = 32;

/** What `sweepElements` answers when the key went with its last element. No expiry is that small. */
export const KEY_GONE: number = EMPTIED;

/**
 * Deletes elements that are past their time. The caller holds the shard's lock, and queues the record again.
 * @returns when the next element is due, NO_EXPIRY if none expires any more, or KEY_GONE
 */
export function sweepElements(
  store: Keyspace,
  shard: number,
  db: number,
  hash: number,
  record: Ref,
  nowMs: number,
): number {
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
