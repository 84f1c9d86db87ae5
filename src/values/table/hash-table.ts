// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The hash table: keyspaces, big hashes, sets, members of sorted sets.
 *
 * Problem: a table of hundreds of millions of entries must grow without a pause, keep a high load at every size (keys
 * are uniform, so tables that double would all double together), answer in two or three cache misses, and be
 * scannable while it changes.
 * Idea: extendible hashing over small segments. The top bits of the hash choose a segment through a directory; the
 * next 16 bits, the tag, are kept in the slot. A segment has any number n of buckets up to 64, and an entry's home is
 * tag × n / 2^16: so a segment grows by an eighth by moving slots around without looking at one entry, and only when
 * it splits in two are the entries' hashes read. A full bucket overflows into the next; a count in each bucket of the
 * entries that passed it says when a search may stop, so deletion leaves no tombstones.
 * Cost: 6 bytes a slot at a load of 0.76 … 0.86; an insertion moves about eight slots on average.
 * Gives up: segments are never joined again (a table emptied by deletion keeps one bucket a segment).
 * Source: R. Fagin et al., "Extendible hashing" (1979); the overflow counts are those of Facebook's F14 tables.
 *
 *   root (in the control block or in a record)     directory block              segment block
 *   ┌───────────┬───────┬───────┬──────────┐      ┌────────┬────────┐          ┌────────┬───────┬ … ┬──────────┬───
 *   │ directory │ depth │ count │ segments │      │ header │   -    │          │ header │ count │   │ bucket 0 │ …
 *   └───────────┴───────┴───────┴──────────┘      ├────────┼────────┤          └────────┴───────┴ … ┴──────────┴───
 *                                                 │ seg. 0 │ info 0 │  info = n | local depth << 16
 *   bucket, 64 bytes, aligned to 64               │ …      │ …      │
 *   ┌──────────────┬──────────────────┬─────────┐ └────────┴────────┘
 *   │ 10 references│ 10 tags, 16 bits │ passed  │
 *   └──────────────┴──────────────────┴─────────┘
 */
import { ROOT_COUNT, ROOT_DEPTH, ROOT_DIRECTORY, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { BUCKET_WORDS, bucketsAt, PASSED, place, SLOTS, TAGS } from './hash-segment.ts';
import { HashWalk } from './hash-walk.ts';

const COUNTER_MASK = 0x3fff_ffff;

export class HashTable extends HashWalk {
  /** Word of the slot that the last successful `locate` found, in `slotWords`. */
  private slotAt = 0;
  /** Counts, wrapping, what this thread put in, took out or replaced: a look-up between two changes finds the same. */
  changes = 0;

  /** Finds the entry with this key. @returns NO_REF when there is none. */
  find(root: Int32Array, at: number, hash: number, key: Uint8Array, start: number, length: number): Ref {
    const directory = root[at + ROOT_DIRECTORY]!;
    if (directory === NO_REF) return NO_REF;
    const depth = root[at + ROOT_DEPTH]!;
    const entry = this.i32[directory >>> SLAB_SHIFT]!;
    const entryAt = ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
    const segment = entry[entryAt]!;
    const info = entry[entryAt + 1]!;
    const buckets = info & 0xffff;
    const tag = (hash << (info >>> 16)) >>> 16;
    const words = this.i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    const pattern = tag | (tag << 16);
    let bucket = (tag * buckets) >>> 16;
    for (let probe = 0; probe < buckets; probe++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let pair = 0; pair < SLOTS / 2; pair++) {
        const difference = words[base + TAGS + pair]! ^ pattern;
        if ((difference & 0xffff) === 0) {
          const ref = words[base + pair * 2]! as Ref;
          if (ref !== NO_REF && this.entries.matches(ref, key, start, length)) return ref;
        }
        if (difference >>> 16 === 0) {
          const ref = words[base + pair * 2 + 1]! as Ref;
          if (ref !== NO_REF && this.entries.matches(ref, key, start, length)) return ref;
        }
      }
      if (words[base + PASSED] === 0) return NO_REF;
      if (++bucket === buckets) bucket = 0;
    }
    return NO_REF;
  }

  /** Adds an entry whose key is not in the table. */
  insert(root: Int32Array, at: number, shard: number, hash: number, ref: Ref): void {
    if (root[at + ROOT_DIRECTORY] === NO_REF) this.createRoot(root, at, shard);
    for (;;) {
      const entryAt = this.directoryEntry(root, at, hash);
      const directory = this.slotWords;
      const segment = directory[entryAt]! as Ref;
      const info = directory[entryAt + 1]!;
      const words = this.i32[segment >>> SLAB_SHIFT]!;
      const countAt = ((segment & UNIT_MASK) << 1) + 1;
      const buckets = info & 0xffff;
      if ((words[countAt]! + 1) * 100 <= buckets * (SLOTS * 86)) {
        words[countAt]! += 1;
        root[at + ROOT_COUNT]! += 1;
        this.#changed();
        place(words, bucketsAt(segment), buckets, (hash << (info >>> 16)) >>> 16, ref);
        return;
      }
      this.grow(root, at, shard, hash, info);
    }
  }

  /** Takes an entry out, found by its reference. @returns false when it is not in the table. */
  remove(root: Int32Array, at: number, shard: number, hash: number, ref: Ref): boolean {
    if (!this.locate(root, at, hash, ref)) return false;
    const entryAt = this.directoryEntry(root, at, hash);
    const directory = this.slotWords;
    const segment = directory[entryAt]! as Ref;
    const info = directory[entryAt + 1]!;
    const buckets = info & 0xffff;
    const words = this.i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    words[this.slotAt] = NO_REF;
    this.#changed();
    const holder = ((this.slotAt - first) / BUCKET_WORDS) | 0;
    let bucket = (((hash << (info >>> 16)) >>> 16) * buckets) >>> 16;
    while (bucket !== holder) {
      words[first + bucket * BUCKET_WORDS + PASSED]! -= 1;
      if (++bucket === buckets) bucket = 0;
    }
    const countAt = ((segment & UNIT_MASK) << 1) + 1;
    const count = words[countAt]! - 1;
    words[countAt] = count;
    root[at + ROOT_COUNT]! -= 1;
    if (buckets > 1 && count * 100 < buckets * (SLOTS * 35)) {
      this.resize(root, at, shard, hash, info, Math.max(1, Math.ceil(count / 7)));
    }
    return true;
  }

  /** Puts a new reference in the place of an old one whose key is the same. */
  replace(root: Int32Array, at: number, hash: number, before: Ref, after: Ref): boolean {
    if (!this.locate(root, at, hash, before)) return false;
    this.slotWords[this.slotAt] = after;
    this.#changed();
    return true;
  }

  /** Whether the table holds this very reference. */
  contains(root: Int32Array, at: number, hash: number, ref: Ref): boolean {
    return this.locate(root, at, hash, ref);
  }

  #changed(): void {
    this.changes = (this.changes + 1) & COUNTER_MASK;
  }

  private locate(root: Int32Array, at: number, hash: number, ref: Ref): boolean {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return false;
    const entryAt = this.directoryEntry(root, at, hash);
    const segment = this.slotWords[entryAt]!;
    const info = this.slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const words = this.i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    let bucket = (((hash << (info >>> 16)) >>> 16) * buckets) >>> 16;
    for (let probe = 0; probe < buckets; probe++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        if (words[base + slot] === ref) {
          this.slotWords = words;
          this.slotAt = base + slot;
          return true;
        }
      }
      if (words[base + PASSED] === 0) return false;
      if (++bucket === buckets) bucket = 0;
    }
    return false;
  }
}
