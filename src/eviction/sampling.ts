// HOT: one call a sampled shard; no allocation.
/** What all ways of sampling victims share. */
import { SHARDS } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Random32 } from './random.ts';

/** Shards tried before a pass gives up. */
export const MAX_SHARD_TRIES = 192;

/**
 * A database of the shard that has victims, by its share of them.
 * @param word of the root that counts them: ROOT_COUNT or ROOT_EXPIRES
 * @returns -1 when none has any
 */
export function chooseDatabase(store: Keyspace, random: Random32, shard: number, word: number): number {
  const { control, databases } = store;
  let total = 0;
  for (let db = 0; db < databases; db++) total += control[store.rootAt(shard, db) + word]!;
  if (total === 0) return -1;
  let pick = (random.next() >>> 0) % total;
  for (let db = 0; db < databases; db++) {
    pick -= control[store.rootAt(shard, db) + word]!;
    if (pick < 0) return db;
  }
  return -1;
}

/**
 * Whether a reference that was sampled earlier still names the same record, not used since. Under the shard's lock.
 * @param place shard, and database from bit 6 on @param clock access clock at that time
 */
export function isStillThere(store: Keyspace, ref: Ref, place: number, hash: number, clock: number): boolean {
  const root = store.rootAt(place & (SHARDS - 1), place >>> 6);
  // The slot may hold another key's record by now: only what the table holds is a record at all.
  if (!store.table.contains(store.control, root, hash, ref)) return false;
  return store.records.hash(ref) === hash && store.records.accessClock(ref) === clock;
}
