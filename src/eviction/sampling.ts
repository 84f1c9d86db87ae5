// HOT: one call a sampled shard; no allocation.
/** What all ways of sampling victims share. */
import type { Keyspace } from '../store/keyspace.ts';
import type { Random32 } from './random.ts';

/** Longest wait for a shard's lock; another shard serves as well. */
export const MAX_WAIT_MS = 0.2;
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
