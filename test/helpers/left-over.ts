/** What an empty store still accounts for. */
import { S_EXPIRES, SHARDS } from '../../src/memory/layout.ts';
import type { Keyspace } from '../../src/store/keyspace.ts';
import type { MemoryLimit } from '../../src/store/memory-limit.ts';

/** Keys, expiries and bytes that are counted although there is nothing. Empty when all is well. */
export function leftOver(store: Keyspace, limit: MemoryLimit): string[] {
  const problems: string[] = [];
  const used = limit.usedBytes() - limit.emptyBytes;
  if (used !== 0) problems.push(`${used} bytes are in use`);
  for (let db = 0; db < store.databases; db++) {
    if (store.size(db) !== 0) problems.push(`database ${db} holds ${store.size(db)} keys`);
    if (store.expiring(db) !== 0) problems.push(`database ${db} counts ${store.expiring(db)} expiries`);
  }
  for (let shard = 0; shard < SHARDS; shard++) {
    const expires = store.control[store.heap.base(shard) + S_EXPIRES]!;
    if (expires !== 0) problems.push(`shard ${shard} counts ${expires} expiries`);
  }
  return problems;
}
