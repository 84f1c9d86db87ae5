/** WATCH: the keys of one client, and whether they have changed since (store/observers/watches.ts counts the changes). */
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import { S_LOCK } from '../memory/layout.ts';
import { lock, unlock } from '../memory/lock.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Client } from './client.ts';

export interface WatchedKey {
  readonly shard: number;
  readonly entry: Ref;
  /** Changes of the key when the client began to watch. */
  readonly changes: number;
}

/** Watches a key of the running request from now on, under its lock. */
export function watchKey(store: Keyspace, client: Client, key: ArgIndex): void {
  // A key that is past its time is gone before the watch begins, not during it.
  store.peek(key);
  const { watches } = store.observers;
  const { args } = store;
  const shard = store.shards[key]!;
  const entry = watches.watch(shard, store.db, store.hashes[key]!, args.buf, args.argStart[key]!, args.argLen[key]!);
  if (client.watched.some((other) => other.entry === entry && other.shard === shard)) {
    watches.unwatch(shard, entry);
    return;
  }
  client.watched.push({ shard, entry, changes: watches.changes(entry) });
  client.figuresChanged = true;
}

/** Whether a watched key changed, or its time came. The caller holds the locks of all their shards. */
export function isAnyChanged(store: Keyspace, client: Client): boolean {
  const { watches } = store.observers;
  for (const { shard, entry, changes } of client.watched) {
    expireDue(store, shard, entry);
    if (watches.changes(entry) !== changes) return true;
  }
  return false;
}

/** Deletes a watched key that is past its time, which is a change. */
function expireDue(store: Keyspace, shard: number, entry: Ref): void {
  const { entries } = store.observers.watches;
  const db = entries.db(entry);
  const hash = entries.hash(entry);
  const root = store.rootAt(shard, db);
  const at = entries.keyAt(entry);
  const ref = store.table.find(store.control, root, hash, entries.bytesOf(entry), at, entries.keyLength(entry));
  if (ref !== NO_REF && store.isExpired(ref)) store.expire(shard, db, hash, ref);
}

/** Watches nothing any more. The caller holds the locks of all shards of the watched keys. */
export function unwatchLocked(store: Keyspace, client: Client): void {
  for (const { shard, entry } of client.watched) store.observers.watches.unwatch(shard, entry);
  client.watched.length = 0;
  client.figuresChanged = true;
}

/** The same when no lock is held. */
export function unwatchAll(store: Keyspace, client: Client): void {
  for (const { shard, entry } of client.watched) {
    const word = store.heap.base(shard) + S_LOCK;
    lock(store.control, word);
    store.heap.slabs.sync();
    store.observers.watches.unwatch(shard, entry);
    unlock(store.control, word);
  }
  if (client.watched.length > 0) client.figuresChanged = true;
  client.watched.length = 0;
}
