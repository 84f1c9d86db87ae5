// HOT: runs under locks; no closures, no allocation on the JS heap, integers only.
/**
 * Empties databases.
 *
 * Problem: millions of records cannot be freed while a lock is held, but a database must be empty at one moment.
 * Idea: under the locks only the roots are taken away; they go into graves, a list a shard, and what they hold is
 * freed afterwards, a segment of the index at a time, by the client that waits or by the background thread.
 * Cost: a small block for each shard and database until its memory is free.
 * Gives up: memory that is in a grave counts as used.
 *
 *   grave, 28 bytes: ┌────────┬──────┬───────────────────────────────────────┬──────┐
 *                    │ header │ next │ directory · depth · count · segments  │ kind │  a root without its database,
 *                    └────────┴──────┴───────────────────────────────────────┴──────┘  a timing wheel in word 2, or a collection in
 *                                                                                           word 2, type and encoding in 3 and 4
 */
import { monotonicUs } from '../memory/clock.ts';
import { KIND_GRAVE } from '../memory/heap/heap.ts';
import {
  ROOT_COUNT,
  ROOT_DIRECTORY,
  ROOT_ELEMENT_EXPIRES,
  ROOT_EXPIRES,
  ROOT_FAR,
  ROOT_NEW,
  ROOT_SEGMENTS,
  ROOT_WORDS,
  S_BURIED,
  S_DIRTY,
  S_EXPIRES,
  S_GRAVES,
  S_LOCK,
  S_WHEEL,
  S_WHEEL_STALE,
  SHARDS,
  SLAB_SHIFT,
  UNIT_MASK,
} from '../memory/layout.ts';
import { tryLock, unlock } from '../memory/lock.ts';
import { noteHold, STAT } from '../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { MAX_SCANNED } from '../values/table/hash-segment.ts';
import type { Keyspace } from './keyspace.ts';

const NEXT = 1;
const ROOT = 2;
const KIND = 6;
const GRAVE_BYTES = 28;
const TABLE = 0;
const WHEEL = 1;
const COLLECTION = 2;
/** How long a lock is held for freeing: as long as a client may wait for it, or as the background may stand in the way. */
const CLIENT_HOLD_US = 150;
const BACKGROUND_HOLD_US = 50;
/** Chunks of a wheel freed between two looks at the clock. */
const CHUNKS_A_STEP = 64;
/** Blocks of a collection freed between two looks at the clock. */
const BLOCKS_A_STEP = 128;

/** What takes the locks of the shards one after the other, for a command that waits until all is free. */
export interface ShardLocks {
  /** @returns false when a lock was not had in time */
  tryEnter(shard: number): boolean;
  leave(shard: number): void;
}

/** Empties one database in every shard. The caller holds all locks. */
export function emptyDatabase(store: Keyspace, db: number): void {
  emptyDatabases(store, db, db);
}

/** Empties the databases from `first` to `last` in every shard. The caller holds all locks. */
export function emptyDatabases(store: Keyspace, first: number, last: number): void {
  let keys = 0;
  for (let db = first; db <= last; db++) store.observers.emptying(db);
  for (let shard = 0; shard < SHARDS; shard++) {
    for (let db = first; db <= last; db++) keys += buryTable(store, shard, db);
    buryWheelOfEmptyShard(store, shard);
  }
  store.stats[STAT.dirty]! += keys;
  store.samples.flushed();
}

/** Exchanges the contents of two databases. The caller holds all locks. */
export function swapDatabases(store: Keyspace, first: number, second: number): void {
  const { control } = store;
  store.observers.swapping(first, second);
  for (let shard = 0; shard < SHARDS; shard++) {
    const a = store.rootAt(shard, first);
    const b = store.rootAt(shard, second);
    for (let i = 0; i < ROOT_WORDS; i++) {
      const word = control[a + i]!;
      control[a + i] = control[b + i]!;
      control[b + i] = word;
    }
    control[store.heap.base(shard) + S_DIRTY]! += 1;
  }
  store.stats[STAT.dirty]! += 1;
}

function buryTable(store: Keyspace, shard: number, db: number): number {
  const { control } = store;
  const root = store.rootAt(shard, db);
  if (control[root + ROOT_DIRECTORY] === NO_REF) return 0;
  const base = store.heap.base(shard);
  const keys = control[root + ROOT_COUNT]!;
  const expiring = control[root + ROOT_EXPIRES]!;
  const grave = newGrave(store, shard, TABLE);
  const words = store.heap.slabs.i32[grave >>> SLAB_SHIFT]!;
  const at = ((grave & UNIT_MASK) << 1) + ROOT;
  for (let i = ROOT_DIRECTORY; i <= ROOT_SEGMENTS; i++) {
    words[at + i] = control[root + i]!;
    control[root + i] = 0;
  }
  control[root + ROOT_EXPIRES] = 0;
  control[root + ROOT_NEW] = 0;
  control[root + ROOT_ELEMENT_EXPIRES] = 0;
  control[base + S_EXPIRES]! -= expiring;
  // Their entries in the wheel find nothing from now on. Keys that expire too far ahead for the wheel have none: where
  // there were such, nobody knows how many of them, and the entries are found to be stale as they come up.
  if (control[root + ROOT_FAR] === 0) control[base + S_WHEEL_STALE]! += expiring;
  control[root + ROOT_FAR] = 0;
  control[base + S_DIRTY]! += keys;
  control[base + S_BURIED]! += keys;
  return keys;
}

/** A record without an expiry may still stand in the wheel, so that goes only with the last record of its shard. */
function buryWheelOfEmptyShard(store: Keyspace, shard: number): void {
  if (store.control[store.heap.base(shard) + S_WHEEL] === NO_REF) return;
  for (let db = 0; db < store.databases; db++) {
    if (store.control[store.rootAt(shard, db) + ROOT_COUNT] !== 0) return;
  }
  const grave = newGrave(store, shard, WHEEL);
  store.heap.slabs.i32[grave >>> SLAB_SHIFT]![((grave & UNIT_MASK) << 1) + ROOT] = store.wheel.detach(shard);
}

/** Takes over a collection that is no longer anybody's value, to free it in steps. The caller holds the shard's lock. */
export function buryCollection(store: Keyspace, shard: number, type: number, encoding: number, root: Ref): void {
  const grave = newGrave(store, shard, COLLECTION);
  const words = store.heap.slabs.i32[grave >>> SLAB_SHIFT]!;
  const at = ((grave & UNIT_MASK) << 1) + ROOT;
  words[at] = root;
  words[at + 1] = type;
  words[at + 2] = encoding;
  store.control[store.heap.base(shard) + S_BURIED]! += 1;
}

function newGrave(store: Keyspace, shard: number, kind: number): Ref {
  const head = store.heap.base(shard) + S_GRAVES;
  const grave = store.heap.allocate(shard, GRAVE_BYTES, KIND_GRAVE);
  const words = store.heap.slabs.i32[grave >>> SLAB_SHIFT]!;
  const at = (grave & UNIT_MASK) << 1;
  words[at + NEXT] = store.control[head]!;
  words[at + KIND] = kind;
  store.control[head] = grave;
  return grave;
}

/** Frees what lies in the graves of all shards; one instance a thread. */
export class GraveSweeper {
  readonly #store: Keyspace;
  readonly #found = new Int32Array(MAX_SCANNED);
  #nextShard = 0;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** Whether a shard has graves. Without its lock: a hint. */
  hasWork(shard: number): boolean {
    return this.#store.control[this.#store.heap.base(shard) + S_GRAVES] !== NO_REF;
  }

  /**
   * Frees for up to `budgetMs`, in short holds of locks that are free. For the background.
   * @returns whether something is left
   */
  step(budgetMs: number): boolean {
    const store = this.#store;
    const untilUs = monotonicUs() + budgetMs * 1000;
    let left = false;
    for (let i = 0; i < SHARDS; i++) {
      const shard = this.#nextShard;
      this.#nextShard = (shard + 1) % SHARDS;
      if (!this.hasWork(shard)) continue;
      left = true;
      const word = store.heap.base(shard) + S_LOCK;
      if (!tryLock(store.control, word)) continue;
      store.heap.slabs.sync();
      const sinceUs = monotonicUs();
      this.#free(shard, BACKGROUND_HOLD_US);
      unlock(store.control, word);
      noteHold(store.stats, monotonicUs() - sinceUs);
      if (monotonicUs() > untilUs) break;
    }
    if (left) store.heap.flushUsed();
    return left;
  }

  /**
   * Frees everything, taking each lock for a short time again and again. The caller holds none. What lies behind a lock
   * that somebody keeps for long is left to the background.
   */
  freeAll(locks: ShardLocks): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      while (this.hasWork(shard)) {
        if (!locks.tryEnter(shard)) break;
        this.#free(shard, CLIENT_HOLD_US);
        locks.leave(shard);
      }
    }
    this.#store.heap.flushUsed();
  }

  /** Frees graves of a shard until there are none or the time is over. */
  #free(shard: number, holdUs: number): void {
    const { heap, control } = this.#store;
    const head = heap.base(shard) + S_GRAVES;
    const untilUs = monotonicUs() + holdUs;
    for (let grave = control[head]! as Ref; grave !== NO_REF; grave = control[head]! as Ref) {
      const words = heap.slabs.i32[grave >>> SLAB_SHIFT]!;
      const at = (grave & UNIT_MASK) << 1;
      if (this.#freeSome(shard, words, at)) {
        // What was freed may have dug graves of its own before this one.
        this.#takeOut(head, grave);
        heap.free(shard, grave);
      }
      if (monotonicUs() > untilUs) return;
    }
  }

  /** @returns whether the grave is empty */
  #freeSome(shard: number, words: Int32Array, at: number): boolean {
    const kind = words[at + KIND];
    if (kind === TABLE) return this.#freeTable(shard, words, at);
    if (kind === WHEEL) return this.#freeWheel(shard, words, at);
    const root = words[at + ROOT]! as Ref;
    const { collections } = this.#store;
    const isGone = collections.dismantle(shard, words[at + ROOT + 1]!, words[at + ROOT + 2]!, root, BLOCKS_A_STEP);
    if (isGone) this.#count(shard, 1);
    return isGone;
  }

  #count(shard: number, freed: number): void {
    const store = this.#store;
    store.control[store.heap.base(shard) + S_BURIED]! -= freed;
    store.stats[STAT.freedLater]! += freed;
  }

  /** Unlinks a grave, near the head of its list. */
  #takeOut(head: number, grave: Ref): void {
    const { heap, control } = this.#store;
    const next = heap.slabs.i32[grave >>> SLAB_SHIFT]![((grave & UNIT_MASK) << 1) + NEXT]!;
    let before = control[head]! as Ref;
    if (before === grave) {
      control[head] = next;
      return;
    }
    for (;;) {
      const words = heap.slabs.i32[before >>> SLAB_SHIFT]!;
      const at = ((before & UNIT_MASK) << 1) + NEXT;
      if (words[at] === grave) {
        words[at] = next;
        return;
      }
      before = words[at]! as Ref;
    }
  }

  #freeWheel(shard: number, words: Int32Array, at: number): boolean {
    return !this.#store.wheel.dismantle(words[at + ROOT]! as Ref, shard, CHUNKS_A_STEP);
  }

  /** Frees one segment of the index with its records. @returns true behind the last */
  #freeTable(shard: number, words: Int32Array, at: number): boolean {
    const store = this.#store;
    const found = this.#found;
    const count = store.table.dismantle(words, at + ROOT, shard, found);
    for (let i = 0; i < count; i++) {
      const ref = found[i]! as Ref;
      store.releaseValue(shard, ref);
      store.heap.free(shard, ref);
    }
    if (count > 0) this.#count(shard, count);
    return count < 0;
  }
}
