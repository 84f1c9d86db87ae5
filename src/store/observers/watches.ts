// HOT: `touch` runs for every change in a shard where somebody watches; no closures, no allocation on the JS heap.
/**
 * Problem: EXEC must fail when a key that its client watched was changed by anybody, on any thread, even if the key was
 * not there, or went and came back.
 * Idea: a key that is watched has an entry in its shard, whether it exists or not, with a number that every change of
 * the key moves. The client keeps the number of the moment when it began to watch and compares it under the locks.
 * Cost: nothing for keys of shards that nobody watches; a look into a small table for the others.
 *
 *   entry of a key (key-entries.ts) with watchers │ changes
 */
import { type Heap, KIND_WATCHING } from '../../memory/heap/heap.ts';
import { G_WATCHED_KEYS, S_WATCHES } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { E_OWN, KeyEntries } from './key-entries.ts';

const WATCHERS = E_OWN;
const CHANGES = E_OWN + 1;
const OWN_WORDS = 2;

export class Watches {
  readonly entries: KeyEntries;
  readonly #control: Int32Array;

  constructor(heap: Heap) {
    this.#control = heap.slabs.control;
    this.entries = new KeyEntries(heap, S_WATCHES, KIND_WATCHING, OWN_WORDS);
  }

  /** A key changed. */
  touch(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): void {
    const entry = this.entries.find(shard, db, hash, buf, start, length);
    if (entry !== NO_REF) this.#move(entry);
  }

  /** One more client watches a key. @returns the key's entry, for `changes` and `unwatch` */
  watch(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): Ref {
    let entry = this.entries.find(shard, db, hash, buf, start, length);
    if (entry === NO_REF) {
      entry = this.entries.create(shard, db, hash, buf, start, length);
      Atomics.add(this.#control, G_WATCHED_KEYS, 1);
    }
    this.entries.put(entry, WATCHERS, this.entries.word(entry, WATCHERS) + 1);
    return entry;
  }

  /** How often the key of an entry has changed: only good for comparing, as it wraps. */
  changes(entry: Ref): number {
    return this.entries.word(entry, CHANGES);
  }

  /** One client less watches the key. */
  unwatch(shard: number, entry: Ref): void {
    const watchers = this.entries.word(entry, WATCHERS) - 1;
    this.entries.put(entry, WATCHERS, watchers);
    if (watchers > 0) return;
    this.entries.drop(shard, entry);
    Atomics.sub(this.#control, G_WATCHED_KEYS, 1);
  }

  // cold: FLUSHALL, SWAPDB.
  /** Every watched key of a database that `exists` (asked with shard and entry) changes. The caller holds all locks. */
  touchAll(db: number, exists: (shard: number, entry: Ref) => boolean): void {
    this.entries.forEach(db, (shard, entry) => {
      if (exists(shard, entry)) this.#move(entry);
    });
  }

  #move(entry: Ref): void {
    this.entries.put(entry, CHANGES, (this.entries.word(entry, CHANGES) + 1) | 0);
  }
}
