/** WATCH: the keys of one client, and whether they have changed since (store/observers/watches.ts counts the changes). */
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import { S_LOCK } from '../memory/layout.ts';
import { lockWithin, unlock } from '../memory/lock.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Client } from './client.ts';

/** Longest wait for the lock of one key, and pause until it is asked for again. */
const MAX_WAIT_MS = 0.2;
const RETRY_MS = 5;

export interface WatchedKey {
  readonly shard: number;
  readonly entry: Ref;
  /** Changes of the key when the client began to watch. */
  readonly changes: number;
}

/** Watches a key of the running request from now on, under its lock. */
export function watchKey(store: Keyspace, client: Client, key: ArgIndex): void {
  // A key that is past its time is gone before the watch begins, not during it: also while clients are paused.
  store.keepsExpired = false;
  store.peek(key);
  const { watches } = store.observers;
  const { args } = store;
  const shard = store.shards[key]!;
  const entry = watches.watch(shard, store.db, store.hashes[key]!, args.buf, args.argStart[key]!, args.argLen[key]!);
  if (client.watched.has(entry)) {
    watches.unwatch(shard, entry);
    return;
  }
  if (client.watched.size === 0) client.watched = new Map();
  client.watched.set(entry, { shard, entry, changes: watches.changes(entry) });
  client.figuresChanged = true;
}

/** Whether a watched key changed, or its time came. The caller holds the locks of all their shards. */
export function isAnyChanged(store: Keyspace, client: Client): boolean {
  if (client.watched.size === 0) return false;
  const { watches } = store.observers;
  for (const { shard, entry, changes } of client.watched.values()) {
    if (isDue(store, shard, entry) || watches.changes(entry) !== changes) return true;
  }
  return false;
}

/** Deletes a watched key that is past its time, which is a change. @returns whether it is past, but kept */
function isDue(store: Keyspace, shard: number, entry: Ref): boolean {
  const { entries } = store.observers.watches;
  const db = entries.db(entry);
  const hash = entries.hash(entry);
  const root = store.rootAt(shard, db);
  const at = entries.keyAt(entry);
  const ref = store.table.find(store.control, root, hash, entries.bytesOf(entry), at, entries.keyLength(entry));
  if (ref === NO_REF || !store.isExpired(ref)) return false;
  if (store.keepsExpired) return true;
  store.expire(shard, db, hash, ref);
  return false;
}

/** Watches nothing any more. The caller holds the locks of all shards of the watched keys. */
export function unwatchLocked(store: Keyspace, client: Client): void {
  if (client.watched.size === 0) return;
  for (const { shard, entry } of client.watched.values()) store.observers.watches.unwatch(shard, entry);
  client.watched.clear();
  client.figuresChanged = true;
}

/**
 * The same when no lock is held. It waits for none that a script keeps: what lies behind it is still counted as watched
 * until it can be given up.
 */
export function unwatchAll(store: Keyspace, client: Client): void {
  if (client.watched.size === 0) return;
  client.figuresChanged = true;
  unwatchEach(store, [...client.watched.values()]);
  client.watched.clear();
}

/** @returns false when its lock was not had in time */
function unwatch(store: Keyspace, { shard, entry }: WatchedKey): boolean {
  const word = store.heap.base(shard) + S_LOCK;
  if (!lockWithin(store.control, word, MAX_WAIT_MS)) return false;
  store.heap.slabs.sync();
  store.observers.watches.unwatch(shard, entry);
  unlock(store.control, word);
  return true;
}

/** The first lock that is not had in time is one of a script, which has all: the others are not waited for now. */
function unwatchEach(store: Keyspace, keys: readonly WatchedKey[]): void {
  const next = keys.findIndex((key) => !unwatch(store, key));
  if (next >= 0) setTimeout(() => unwatchEach(store, keys.slice(next)), RETRY_MS);
}
