// HOT: runs all the time in the background; no closures, no allocation on the JS heap.
/**
 * Deletes keys that are due, found through the timing wheels of the shards.
 *
 * Each step looks at the shards in turn, takes a lock only if it is free and only for a few dozen entries (about
 * 50 µs), and goes on with the next shard, so commands never wait for it noticeably. Where entries of keys that are
 * gone prevail, it goes through the slots of the wheel and keeps only the others.
 */
import { monotonicUs } from '../memory/clock.ts';
import {
  ROOT_COUNT,
  ROOT_EXPIRES,
  S_EXPIRES,
  S_LOCK,
  S_WHEEL,
  S_WHEEL_ENTRIES,
  S_WHEEL_STALE,
  SHARDS,
} from '../memory/layout.ts';
import { tryLock, unlock } from '../memory/lock.ts';
import { noteHold, STAT } from '../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { WHEEL_SLOTS } from '../store/expiry/timing-wheel.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { ReadAhead } from '../store/read-ahead.ts';
import { NO_EXPIRY } from '../store/record.ts';
import { FieldSweeper, KEY_GONE } from './field-sweeper.ts';

/** Entries handled, and empty ticks passed, in one hold of a lock. */
const ENTRIES_PER_HOLD = 32;
/** Databases whose buckets are fetched ahead for each entry. */
const DATABASES_AHEAD = 2;
const TICKS_PER_HOLD = 512;
/** Slots that are not worth cleaning, passed in one hold. */
const SLOTS_PER_HOLD = 256;
/** So many stale entries are never worth cleaning. */
const STALE_ALLOWED = 1024;

export class ExpirySweeper {
  readonly #store: Keyspace;
  readonly #fields: FieldSweeper;
  readonly #control: Int32Array;
  readonly #found = new Int32Array(64);
  /** Entries taken in this hold: their hashes and slots. */
  readonly #hashes = new Int32Array(ENTRIES_PER_HOLD);
  readonly #slots = new Int32Array(ENTRIES_PER_HOLD);
  /** Databases that have keys in the shard whose lock is held, so that not all are asked for each entry. */
  readonly #databases: Int32Array;
  #databaseCount = 0;
  readonly #ahead: ReadAhead;
  /** By shard: next slot of its wheel to clean, -1 while there is no need. */
  readonly #cleaning = new Int16Array(SHARDS).fill(-1);
  #nextShard = 0;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#fields = new FieldSweeper(store);
    this.#control = store.control;
    this.#databases = new Int32Array(store.databases);
    this.#ahead = new ReadAhead(store.heap.slabs.i32, ENTRIES_PER_HOLD * DATABASES_AHEAD);
  }

  /** Visits every shard once. @returns whether work is left (a lock was busy, or more is due than one hold may do). */
  step(nowMs: number): boolean {
    const { stats } = this.#store;
    this.#store.setTime(nowMs);
    let left = false;
    for (let i = 0; i < SHARDS; i++) {
      const shard = this.#nextShard;
      this.#nextShard = (shard + 1) % SHARDS;
      // Read without the lock: a stale value only delays or wastes one visit.
      const behind = this.#store.wheel.isBehind(shard, nowMs);
      if (!behind && !this.#needsCleaning(shard)) continue;
      const word = this.#store.heap.base(shard) + S_LOCK;
      if (!tryLock(this.#control, word)) {
        left = true;
        continue;
      }
      const sinceUs = monotonicUs();
      this.#store.heap.slabs.sync();
      this.#findDatabases(shard);
      if (behind && this.#sweep(shard, nowMs)) left = true;
      // A list that is set aside may hold keys that are due: it does not wait until the sweep has caught up.
      if ((!behind || this.#store.wheel.isCleaning(shard)) && this.#clean(shard, nowMs)) left = true;
      unlock(this.#control, word);
      const us = monotonicUs() - sinceUs;
      noteHold(stats, us);
      stats[STAT.expireCycleUs]! += us;
    }
    if (this.#fields.step(nowMs)) left = true;
    this.#store.heap.flushUsed();
    return left;
  }

  #findDatabases(shard: number): void {
    const store = this.#store;
    let count = 0;
    for (let db = 0; db < store.databases; db++) {
      // A record that names a slot may have lost its expiry since, so all keys count, not only those that expire.
      if (this.#control[store.rootAt(shard, db) + ROOT_COUNT] !== 0) this.#databases[count++] = db;
    }
    this.#databaseCount = count;
  }

  #sweep(shard: number, nowMs: number): boolean {
    const { wheel } = this.#store;
    let taken = 0;
    while (taken < ENTRIES_PER_HOLD && wheel.take(shard, nowMs, TICKS_PER_HOLD)) {
      this.#hashes[taken] = wheel.takenHash;
      this.#slots[taken++] = wheel.takenSlot;
    }
    this.#fetchAhead(shard, taken);
    for (let i = 0; i < taken; i++) this.#handleTaken(shard, this.#hashes[i]!, this.#slots[i]!, nowMs);
    if (taken === ENTRIES_PER_HOLD) return true;
    this.#disposeIdle(shard);
    return wheel.isBehind(shard, nowMs);
  }

  /** Has the memory fetched that the entries lead to, for all of them at once: most of the time is waiting for it. */
  #fetchAhead(shard: number, entries: number): void {
    const store = this.#store;
    this.#ahead.begin();
    let databases = 0;
    for (let i = 0; i < this.#databaseCount && databases < DATABASES_AHEAD; i++) {
      const root = store.rootAt(shard, this.#databases[i]!);
      if (this.#control[root + ROOT_EXPIRES] === 0) continue;
      databases++;
      for (let entry = 0; entry < entries; entry++) this.#ahead.add(this.#control, root, this.#hashes[entry]!);
    }
    this.#ahead.fetchToRemove();
  }

  #needsCleaning(shard: number): boolean {
    if (this.#cleaning[shard]! >= 0) return true;
    const base = this.#store.heap.base(shard);
    const stale = this.#control[base + S_WHEEL_STALE]!;
    if (stale <= STALE_ALLOWED || stale <= this.#control[base + S_WHEEL_ENTRIES]! >>> 1) return false;
    this.#cleaning[shard] = 0;
    return true;
  }

  /** Cleans some slots. @returns whether some are left */
  #clean(shard: number, nowMs: number): boolean {
    const { wheel } = this.#store;
    let slots = SLOTS_PER_HOLD;
    for (let entries = 0; entries < ENTRIES_PER_HOLD; ) {
      if (wheel.takeForCleaning(shard, this.#cleaning[shard]!)) {
        this.#handleTaken(shard, wheel.takenHash, wheel.takenSlot, nowMs);
        entries++;
        if (wheel.isCleaning(shard)) continue;
      } else if (--slots === 0) return true;
      // The slot is done; its list has come to its end.
      if (++this.#cleaning[shard]! === WHEEL_SLOTS) {
        this.#cleaning[shard] = -1;
        return false;
      }
    }
    return true;
  }

  #handleTaken(shard: number, hash: number, slot: number, nowMs: number): void {
    if (this.#handle(shard, hash, slot, nowMs)) return;
    const stale = this.#store.heap.base(shard) + S_WHEEL_STALE;
    if (this.#control[stale]! > 0) this.#control[stale]! -= 1;
  }

  /** @returns false when the entry belonged to no record any more. */
  #handle(shard: number, hash: number, slot: number, nowMs: number): boolean {
    const store = this.#store;
    let chosen = NO_REF;
    let chosenDb = 0;
    for (let i = 0; i < this.#databaseCount; i++) {
      const db = this.#databases[i]!;
      const root = store.rootAt(shard, db);
      if (this.#control[root + ROOT_COUNT] === 0) continue;
      const count = store.table.candidates(this.#control, root, hash, this.#found);
      for (let each = 0; each < count; each++) {
        const ref = this.#found[each]! as Ref;
        if (store.records.wheelSlot(ref) !== slot) continue;
        // One entry is one record's. Where several look alike, those with this very hash come first: a table that
        // grows tells the others from them, and each must then still find its own.
        if (chosen !== NO_REF && store.records.hash(chosen) === hash) continue;
        chosen = ref;
        chosenDb = db;
      }
    }
    if (chosen === NO_REF) return false;
    this.#settle(shard, chosenDb, hash, chosen, nowMs);
    return true;
  }

  /** Deletes a record whose entry came up, or its elements, if they are due, and queues what is left again. */
  #settle(shard: number, db: number, hash: number, ref: Ref, nowMs: number): void {
    const store = this.#store;
    const at = store.records.expiresAt(ref);
    store.records.setWheelSlot(ref, 0);
    if (at !== NO_EXPIRY && nowMs > at) {
      store.expire(shard, db, hash, ref);
      store.stats[STAT.expiredByWorker]! += 1;
      return;
    }
    const element = store.records.elementsExpire(ref) ? this.#fields.sweep(shard, db, hash, ref, nowMs) : NO_EXPIRY;
    const next = element === NO_EXPIRY || (at !== NO_EXPIRY && at < element) ? at : element;
    if (element === KEY_GONE || next === NO_EXPIRY) return;
    // Another key may share the bucket, the tag and the slot: its entry then finds this one's.
    const exact = store.records.hash(ref);
    store.records.setWheelSlot(ref, store.wheel.schedule(shard, exact, next, nowMs, 0));
  }

  /** A wheel that holds nothing, of a shard without expiring keys, goes back to the heap. */
  #disposeIdle(shard: number): void {
    const base = this.#store.heap.base(shard);
    if (
      this.#control[base + S_WHEEL] !== NO_REF &&
      this.#control[base + S_WHEEL_ENTRIES] === 0 &&
      this.#control[base + S_EXPIRES] === 0
    ) {
      this.#store.wheel.dispose(shard);
    }
  }
}
