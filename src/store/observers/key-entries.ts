// HOT: `find` runs for every change in a shard with entries; no closures, no allocation on the JS heap, integers only.
/**
 * A small hash table a shard of keys about which somebody wants to hear: clients that wait for them, or watch them. The
 * keys need not exist. All of it lies in blocks of the heap, in the shard of the keys and under its lock; a shard
 * without entries has no table, and costs one look at a word that is zero.
 *
 *   table ┌ header │ mask │ buckets …                       entries of one bucket are chained
 *   entry ┌ header │ next │ hash │ db │ key length │ words of the owner … │ key …
 */
import type { Heap } from '../../memory/heap/heap.ts';
import { SHARDS, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';

/** Words of a table. */
export const T_MASK = 1;
export const T_COUNT = 2;
export const T_BUCKETS = 3;
const FIRST_BUCKETS = 8;

/** Words of an entry. */
export const E_NEXT = 1;
const E_HASH = 2;
const E_DB = 3;
const E_LENGTH = 4;
/** First of the owner's words. */
export const E_OWN = 5;

/** Any database, for `first`. */
export const ANY_DB = -1;

export class KeyEntries {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  readonly #head: number;
  readonly #kind: number;
  readonly #keyWord: number;

  /** @param head word of a shard that holds the table @param kind of the blocks @param own words of the owner */
  constructor(heap: Heap, head: number, kind: number, own: number) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
    this.#head = head;
    this.#kind = kind;
    this.#keyWord = E_OWN + own;
  }

  hasAny(shard: number): boolean {
    return this.#control[this.#heap.base(shard) + this.#head] !== NO_REF;
  }

  /** Entries of a shard. The caller holds its lock. */
  count(shard: number): number {
    const table = this.#control[this.#heap.base(shard) + this.#head]! as Ref;
    return table === NO_REF ? 0 : this.word(table, T_COUNT);
  }

  /** The first entry of a key, in this database or any; NO_REF if there is none. */
  find(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): Ref {
    const table = this.#control[this.#heap.base(shard) + this.#head]! as Ref;
    if (table === NO_REF) return NO_REF;
    const entry = this.word(table, T_BUCKETS + (hash & this.word(table, T_MASK))) as Ref;
    return this.#match(entry, db, hash, buf, start, length);
  }

  /** The next entry of the same key behind one that `find` gave. */
  findNext(entry: Ref, db: number, hash: number, buf: Uint8Array, start: number, length: number): Ref {
    return this.#match(this.word(entry, E_NEXT) as Ref, db, hash, buf, start, length);
  }

  /** Adds an entry for a key that has none; the owner's words are zero. */
  create(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): Ref {
    const table = this.#grown(shard);
    const entry = this.#heap.allocate(shard, this.#keyWord * 4 + length, this.#kind);
    this.put(entry, E_HASH, hash);
    this.put(entry, E_DB, db);
    this.put(entry, E_LENGTH, length);
    for (let i = E_OWN; i < this.#keyWord; i++) this.put(entry, i, 0);
    const bytes = this.bytesOf(entry);
    const at = this.keyAt(entry);
    for (let i = 0; i < length; i++) bytes[at + i] = buf[start + i]!;
    this.#link(table, entry);
    this.put(table, T_COUNT, this.word(table, T_COUNT) + 1);
    return entry;
  }

  /** Takes an entry out and frees it. @returns whether it was the last of its shard */
  drop(shard: number, entry: Ref): boolean {
    const head = this.#heap.base(shard) + this.#head;
    const table = this.#control[head]! as Ref;
    const bucket = T_BUCKETS + (this.word(entry, E_HASH) & this.word(table, T_MASK));
    const next = this.word(entry, E_NEXT);
    if (this.word(table, bucket) === entry) this.put(table, bucket, next);
    else {
      let before = this.word(table, bucket) as Ref;
      while (this.word(before, E_NEXT) !== entry) before = this.word(before, E_NEXT) as Ref;
      this.put(before, E_NEXT, next);
    }
    this.#heap.free(shard, entry);
    const left = this.word(table, T_COUNT) - 1;
    this.put(table, T_COUNT, left);
    if (left > 0) return false;
    this.#heap.free(shard, table);
    this.#control[head] = NO_REF;
    return true;
  }

  /** Tells of every entry of a database in all shards. The caller holds all locks. cold. */
  forEach(db: number, visit: (shard: number, entry: Ref) => void): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      const table = this.#control[this.#heap.base(shard) + this.#head]! as Ref;
      if (table === NO_REF) continue;
      const buckets = this.word(table, T_MASK) + 1;
      for (let bucket = 0; bucket < buckets; bucket++) {
        let entry = this.word(table, T_BUCKETS + bucket) as Ref;
        for (; entry !== NO_REF; entry = this.word(entry, E_NEXT) as Ref) {
          if (this.word(entry, E_DB) === db) visit(shard, entry);
        }
      }
    }
  }

  db(entry: Ref): number {
    return this.word(entry, E_DB);
  }

  hash(entry: Ref): number {
    return this.word(entry, E_HASH);
  }

  /** Bytes in which the entry's key lies, from `keyAt` on. */
  bytesOf(entry: Ref): Buffer {
    return this.#heap.slabs.bytes[entry >>> SLAB_SHIFT]!;
  }

  keyAt(entry: Ref): number {
    return ((entry & UNIT_MASK) << 3) + this.#keyWord * 4;
  }

  keyLength(entry: Ref): number {
    return this.word(entry, E_LENGTH);
  }

  word(ref: Ref, index: number): number {
    return this.#heap.slabs.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + index]!;
  }

  put(ref: Ref, index: number, value: number): void {
    this.#heap.slabs.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + index] = value;
  }

  #match(from: Ref, db: number, hash: number, buf: Uint8Array, start: number, length: number): Ref {
    for (let entry = from; entry !== NO_REF; entry = this.word(entry, E_NEXT) as Ref) {
      if (this.word(entry, E_HASH) !== hash || this.word(entry, E_LENGTH) !== length) continue;
      if (db !== ANY_DB && this.word(entry, E_DB) !== db) continue;
      if (this.#isKey(entry, buf, start, length)) return entry;
    }
    return NO_REF;
  }

  #isKey(entry: Ref, buf: Uint8Array, start: number, length: number): boolean {
    const bytes = this.bytesOf(entry);
    const at = this.keyAt(entry);
    for (let i = 0; i < length; i++) if (bytes[at + i] !== buf[start + i]) return false;
    return true;
  }

  #link(table: Ref, entry: Ref): void {
    const bucket = T_BUCKETS + (this.word(entry, E_HASH) & this.word(table, T_MASK));
    this.put(entry, E_NEXT, this.word(table, bucket));
    this.put(table, bucket, entry);
  }

  /** The shard's table, with room for one entry more. */
  #grown(shard: number): Ref {
    const head = this.#heap.base(shard) + this.#head;
    const before = this.#control[head]! as Ref;
    const had = before === NO_REF ? 0 : this.word(before, T_MASK) + 1;
    if (before !== NO_REF && this.word(before, T_COUNT) < had) return before;
    const buckets = had === 0 ? FIRST_BUCKETS : had * 2;
    const table = this.#heap.allocate(shard, (T_BUCKETS + buckets) * 4, this.#kind);
    this.put(table, T_MASK, buckets - 1);
    this.put(table, T_COUNT, before === NO_REF ? 0 : this.word(before, T_COUNT));
    for (let i = 0; i < buckets; i++) this.put(table, T_BUCKETS + i, NO_REF);
    for (let i = 0; i < had; i++) {
      let entry = this.word(before, T_BUCKETS + i) as Ref;
      while (entry !== NO_REF) {
        const next = this.word(entry, E_NEXT) as Ref;
        this.#link(table, entry);
        entry = next;
      }
    }
    this.#control[head] = table;
    if (before !== NO_REF) this.#heap.free(shard, before);
    return table;
  }
}
