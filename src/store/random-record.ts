/**
 * A record chosen at random: a shard by its share of the keys, a bucket by its hashes, and one of the bucket's slots.
 * Slots that are empty are not taken, so every key has about the same chance.
 */
import { ROOT_COUNT, SHARDS } from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { MAX_SCANNED, SCAN_END, SLOTS } from '../values/table/hash-segment.ts';
import type { Keyspace } from './keyspace.ts';

/** Slots tried before the keys behind a random place are taken in their order. */
const MAX_TRIES = 64;
const found = new Int32Array(MAX_SCANNED);

/** No shard has a key. */
export const NO_SHARD = -1;

/** A shard with keys, or NO_SHARD. Without locks. */
export function randomShard(store: Keyspace, db: number): number {
  let left = Math.floor(Math.random() * store.size(db));
  let last = NO_SHARD;
  for (let shard = 0; shard < SHARDS; shard++) {
    const count = store.control[store.rootAt(shard, db) + ROOT_COUNT]!;
    if (count === 0) continue;
    last = shard;
    left -= count;
    if (left < 0) break;
  }
  return last;
}

/**
 * A record of a shard, whose lock the caller holds; NO_REF if it has none or met an expired one, which is deleted unless
 * it is kept.
 * @param takesKept whether an expired one that is kept will do
 */
export function randomRecord(store: Keyspace, shard: number, db: number, takesKept: boolean): Ref {
  const root = store.rootAt(shard, db);
  let ref: Ref = NO_REF;
  for (let i = 0; i < MAX_TRIES && ref === NO_REF; i++) {
    const slot = Math.floor(Math.random() * SLOTS);
    const count = store.table.sample(store.control, root, randomPosition(), found);
    if (slot < count) ref = found[slot]! as Ref;
  }
  if (ref === NO_REF) ref = firstBehind(store, root, randomPosition());
  if (ref === NO_REF || !store.records.hasExpiryField(ref) || !store.isExpired(ref)) return ref;
  if (store.keepsExpired) return takesKept ? ref : NO_REF;
  store.expire(shard, db, store.records.hash(ref), ref);
  return NO_REF;
}

/** The first record at or behind a position, or from the beginning. */
function firstBehind(store: Keyspace, root: number, position: number): Ref {
  for (const start of [position, 0]) {
    for (let at = start; at < SCAN_END; at = store.table.nextPosition) {
      if (store.table.scan(store.control, root, at, found) > 0) return found[0]! as Ref;
    }
  }
  return NO_REF;
}

function randomPosition(): number {
  return Math.floor(Math.random() * SCAN_END);
}
