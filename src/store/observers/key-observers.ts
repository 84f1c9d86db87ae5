// HOT: runs for changes that somebody wants to hear of; no closures, no allocation on the JS heap while buffers suffice.
/**
 * What hangs off the one mutation path: clients that wait for keys, that watch or track them, and events for whoever
 * listens. Each is asked for only if its word says that somebody is there.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { G_BROADCASTS, G_TRACKERS, S_TRACKED, S_WAITERS, S_WATCHES, SHARDS } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';
import { EVENT, EVENT_CLASS_BITS, IS_BESIDE } from './events.ts';
import { PendingEvents } from './pending-events.ts';
import { TrackedKeys } from './tracked-keys.ts';
import { WaitQueues } from './wait-queues.ts';
import { Watches } from './watches.ts';

export class KeyObservers {
  readonly #store: Keyspace;
  readonly queues: WaitQueues;
  readonly watches: Watches;
  readonly tracked: TrackedKeys;
  /** What happened and has not been told yet: taken when the locks are given back. */
  readonly pending = new PendingEvents();
  /** Classes of events that are listened to, as bits; 0 while nobody can hear any. */
  classes = 0;

  constructor(store: Keyspace) {
    this.#store = store;
    this.queues = new WaitQueues(store.heap);
    this.watches = new Watches(store.heap);
    this.tracked = new TrackedKeys(store.heap);
  }

  /** A key of the running request changed. Of what is done to groups only the end of one ends waiting, as in Redis. */
  changed(key: ArgIndex, event: number, db: number): void {
    const { args, shards, hashes } = this.#store;
    if (IS_BESIDE[event] === 0)
      this.#touch(shards[key]!, db, hashes[key]!, args.buf, args.argStart[key]!, args.argLen[key]!);
    else if (event === EVENT.xgroupDestroy)
      this.#wake(shards[key]!, db, hashes[key]!, args.buf, args.argStart[key]!, args.argLen[key]!);
    this.note(key, event, db);
  }

  /** Tells listeners what happened to a key of the running request: no change of it, or one that is known already. */
  note(key: ArgIndex, event: number, db: number = this.#store.db): void {
    if (this.classes === 0 || (EVENT_CLASS_BITS[event]! & this.classes) === 0) return;
    const { args } = this.#store;
    this.pending.add(event, db, args.buf, args.argStart[key]!, args.argLen[key]!);
  }

  /** As `note`, of a key that the request does not name: its name is in other bytes. */
  noteNamed(name: Uint8Array, length: number, event: number): void {
    if ((EVENT_CLASS_BITS[event]! & this.classes) !== 0) this.pending.add(event, this.#store.db, name, 0, length);
  }

  /** A record goes that no request names: it is past its time, or was evicted. It is still whole. */
  gone(shard: number, db: number, ref: Ref, event: number): void {
    const { records } = this.#store;
    const bytes = records.bytesOf(ref);
    const at = records.keyAt(ref);
    const length = records.keyLength(ref);
    this.#touch(shard, db, records.hash(ref), bytes, at, length);
    if ((EVENT_CLASS_BITS[event]! & this.classes) !== 0) this.pending.add(event, db, bytes, at, length);
  }

  // cold: FLUSHALL and FLUSHDB.
  /** A database is about to be emptied. The caller holds all locks. */
  emptying(db: number): void {
    this.#forgetTracked();
    if (!this.#isObserved()) return;
    this.watches.touchAll(db, (shard, entry) => this.#exists(shard, db, entry));
    this.queues.touchAll(db);
  }

  // cold: SWAPDB.
  /** Two databases are about to be exchanged. The caller holds all locks. */
  swapping(first: number, second: number): void {
    if (!this.#isObserved()) return;
    this.#swapWatched(first, second);
    this.#swapWatched(second, first);
    this.queues.touchAll(first);
    this.queues.touchAll(second);
  }

  // cold: SWAPDB.
  /** A watched key changes if it was there, or comes with the other database, but not if what comes is past its time. */
  #swapWatched(db: number, other: number): void {
    const store = this.#store;
    this.watches.touchAll(db, (shard, entry) => {
      if (this.#find(shard, db, entry) !== NO_REF) return true;
      const coming = this.#find(shard, other, entry);
      if (coming === NO_REF) return false;
      if (!store.isExpired(coming)) return true;
      store.expire(shard, other, this.watches.entries.hash(entry), coming);
      return false;
    });
  }

  /** Whether a shard's word or `classes` says that changes are to be told. HOT. */
  wants(base: number): boolean {
    const { control } = this.#store;
    const watched = control[base + S_WAITERS]! | control[base + S_WATCHES]! | control[base + S_TRACKED]!;
    return (watched | control[G_BROADCASTS]! | this.classes) !== 0;
  }

  #touch(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): void {
    const { control, heap } = this.#store;
    const base = heap.base(shard);
    this.#wake(shard, db, hash, buf, start, length);
    if (control[base + S_WATCHES] !== NO_REF) this.watches.touch(shard, db, hash, buf, start, length);
    if (control[base + S_TRACKED] !== NO_REF) this.tracked.changed(shard, hash, buf, start, length);
    if (control[G_BROADCASTS] !== 0) this.tracked.tellPrefixes(buf, start, length);
  }

  #wake(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): void {
    const { control, heap } = this.#store;
    if (control[heap.base(shard) + S_WAITERS] !== NO_REF) this.queues.touch(shard, db, hash, buf, start, length);
  }

  #forgetTracked(): void {
    for (let shard = 0; shard < SHARDS; shard++) this.tracked.forgetAll(shard);
    if (this.#store.control[G_TRACKERS] !== 0) this.tracked.tellAll();
  }

  #isObserved(): boolean {
    for (let shard = 0; shard < SHARDS; shard++) {
      const base = this.#store.heap.base(shard);
      if ((this.#store.control[base + S_WAITERS]! | this.#store.control[base + S_WATCHES]!) !== 0) return true;
    }
    return false;
  }

  #exists(shard: number, db: number, entry: Ref): boolean {
    return this.#find(shard, db, entry) !== NO_REF;
  }

  /** The record of an entry's key in a database, also one that is past its time. */
  #find(shard: number, db: number, entry: Ref): Ref {
    const store = this.#store;
    const { entries } = this.watches;
    const root = store.rootAt(shard, db);
    const bytes = entries.bytesOf(entry);
    const at = entries.keyAt(entry);
    return store.table.find(store.control, root, entries.hash(entry), bytes, at, entries.keyLength(entry));
  }
}
