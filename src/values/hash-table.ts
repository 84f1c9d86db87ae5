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
import { type Heap, KIND_DIRECTORY, KIND_SEGMENT } from '../memory/heap.ts';
import {
  LINE_WORDS,
  ROOT_COUNT,
  ROOT_DEPTH,
  ROOT_DIRECTORY,
  ROOT_SEGMENTS,
  SLAB_SHIFT,
  UNIT_MASK,
} from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';

/** What the table must know of its entries. */
export interface Entries {
  /** Whether the entry's key equals these bytes. */
  matches(ref: Ref, key: Uint8Array, start: number, length: number): boolean;
  /** The hash of the entry's key, as given to `insert`. */
  hash(ref: Ref): number;
}

export const SLOTS = 10;
const BUCKET_WORDS = 16;
const TAGS = 10;
const PASSED = 15;
const MAX_BUCKETS = 64;
const MAX_DEPTH = 16;
const TAG_SPAN = 0x10000;
const HEAP_MASK = 127;
/** Most references that one call of `scan` or `dismantle` hands out. */
export const MAX_SCANNED: number = SLOTS * MAX_BUCKETS;
/** A position of a scan behind the last entry. */
export const SCAN_END = 0x1_0000_0000;

export class HashTable {
  readonly #heap: Heap;
  readonly #i32: Int32Array[];
  readonly #entries: Entries;
  /** Where a scan goes on, set by `scan`. */
  nextPosition = 0;
  // Cursor of the last successful `locate`: the slot's view, word and home bucket.
  #slotWords: Int32Array = new Int32Array(0);
  #slotAt = 0;

  constructor(heap: Heap, entries: Entries) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
    this.#entries = entries;
  }

  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  touched = 0;

  /** Where `locateBucket` found the home bucket: slab and first word. */
  bucketSlab = 0;
  bucketAt = 0;

  /**
   * Finds the home bucket of a hash and begins to fetch it. Called without the lock, while the table may be changing:
   * whatever is read is thrown away, and an index from a torn read only misses its array.
   * @returns false when there is none
   */
  locateBucket(root: Int32Array, at: number, hash: number): boolean {
    const directory = root[at + ROOT_DIRECTORY]!;
    const depth = root[at + ROOT_DEPTH]! & 31;
    const entries = this.#i32[(directory >>> SLAB_SHIFT) & HEAP_MASK]!;
    const entryAt = ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
    if (directory === NO_REF || entryAt + 1 >= entries.length) return false;
    const segment = entries[entryAt]!;
    const info = entries[entryAt + 1]!;
    const bucketAt = bucketsAt(segment) + ((((hash << (info >>> 16)) >>> 16) * (info & 0xffff)) >>> 16) * BUCKET_WORDS;
    const slab = (segment >>> SLAB_SHIFT) & HEAP_MASK;
    const words = this.#i32[slab]!;
    if (bucketAt + PASSED >= words.length) return false;
    this.bucketSlab = slab;
    this.bucketAt = bucketAt;
    // The depth decides which bits of the hash are the tag.
    this.bucketTag = (hash << (info >>> 16)) >>> 16;
    this.touched ^= words[bucketAt]!;
    return true;
  }

  /** The tag that `locateBucket` would look for. */
  bucketTag = 0;

  /**
   * Begins to fetch the entry that a bucket names for a tag; without the lock, as `locateBucket`. No branch depends on
   * the bucket's contents: a wrongly predicted one would wait for the very memory that is to be waited for by nobody.
   */
  touchEntry(slab: number, at: number, tag: number): void {
    const words = this.#i32[slab]!;
    const pattern = tag | (tag << 16);
    let slot = 0;
    for (let pair = 0; pair < SLOTS / 2; pair++) {
      const difference = words[at + TAGS + pair]! ^ pattern;
      slot +=
        (((difference & 0xffff) - 1) >>> 31) * (pair * 2 + 1) + (((difference >>> 16) - 1) >>> 31) * (pair * 2 + 2);
    }
    const ref = words[at + slot - ((slot + 15) >> 4)]!;
    const entry = this.#i32[(ref >>> SLAB_SHIFT) & HEAP_MASK]!;
    const entryAt = (ref & UNIT_MASK) << 1;
    if (entryAt + LINE_WORDS + 1 < entry.length) this.touched ^= entry[entryAt + 1]! ^ entry[entryAt + LINE_WORDS + 1]!;
  }

  /** Finds the entry with this key. @returns NO_REF when there is none. */
  find(root: Int32Array, at: number, hash: number, key: Uint8Array, start: number, length: number): Ref {
    const directory = root[at + ROOT_DIRECTORY]!;
    if (directory === NO_REF) return NO_REF;
    const depth = root[at + ROOT_DEPTH]!;
    const entry = this.#i32[directory >>> SLAB_SHIFT]!;
    const entryAt = ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
    const segment = entry[entryAt]!;
    const info = entry[entryAt + 1]!;
    const buckets = info & 0xffff;
    const tag = (hash << (info >>> 16)) >>> 16;
    const words = this.#i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    const pattern = tag | (tag << 16);
    let bucket = (tag * buckets) >>> 16;
    for (let probe = 0; probe < buckets; probe++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let pair = 0; pair < SLOTS / 2; pair++) {
        const difference = words[base + TAGS + pair]! ^ pattern;
        if ((difference & 0xffff) === 0) {
          const ref = words[base + pair * 2]! as Ref;
          if (ref !== NO_REF && this.#entries.matches(ref, key, start, length)) return ref;
        }
        if (difference >>> 16 === 0) {
          const ref = words[base + pair * 2 + 1]! as Ref;
          if (ref !== NO_REF && this.#entries.matches(ref, key, start, length)) return ref;
        }
      }
      if (words[base + PASSED] === 0) return NO_REF;
      if (++bucket === buckets) bucket = 0;
    }
    return NO_REF;
  }

  /** Adds an entry whose key is not in the table. */
  insert(root: Int32Array, at: number, shard: number, hash: number, ref: Ref): void {
    if (root[at + ROOT_DIRECTORY] === NO_REF) this.#createRoot(root, at, shard);
    for (;;) {
      const entryAt = this.#directoryEntry(root, at, hash);
      const directory = this.#slotWords;
      const segment = directory[entryAt]! as Ref;
      const info = directory[entryAt + 1]!;
      const words = this.#i32[segment >>> SLAB_SHIFT]!;
      const countAt = ((segment & UNIT_MASK) << 1) + 1;
      const buckets = info & 0xffff;
      if ((words[countAt]! + 1) * 100 <= buckets * (SLOTS * 86)) {
        words[countAt]! += 1;
        root[at + ROOT_COUNT]! += 1;
        place(words, bucketsAt(segment), buckets, (hash << (info >>> 16)) >>> 16, ref);
        return;
      }
      this.#grow(root, at, shard, hash, info);
    }
  }

  /** Takes an entry out, found by its reference. @returns false when it is not in the table. */
  remove(root: Int32Array, at: number, shard: number, hash: number, ref: Ref): boolean {
    if (!this.#locate(root, at, hash, ref)) return false;
    const entryAt = this.#directoryEntry(root, at, hash);
    const directory = this.#slotWords;
    const segment = directory[entryAt]! as Ref;
    const info = directory[entryAt + 1]!;
    const buckets = info & 0xffff;
    const words = this.#i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    words[this.#slotAt] = NO_REF;
    const holder = ((this.#slotAt - first) / BUCKET_WORDS) | 0;
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
      this.#resize(root, at, shard, hash, info, Math.max(1, Math.ceil(count / 7)));
    }
    return true;
  }

  /** Puts a new reference in the place of an old one whose key is the same. */
  replace(root: Int32Array, at: number, hash: number, before: Ref, after: Ref): boolean {
    if (!this.#locate(root, at, hash, before)) return false;
    this.#slotWords[this.#slotAt] = after;
    return true;
  }

  /**
   * Collects the entries that the table cannot tell from one with this hash: those in its home with its tag.
   * @returns the number of references in `out` (at least 64 long)
   */
  candidates(root: Int32Array, at: number, hash: number, out: Int32Array): number {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return 0;
    const entryAt = this.#directoryEntry(root, at, hash);
    const segment = this.#slotWords[entryAt]!;
    const info = this.#slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const words = this.#i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    const tag = (hash << (info >>> 16)) >>> 16;
    let bucket = (tag * buckets) >>> 16;
    let found = 0;
    for (let probe = 0; probe < buckets; probe++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        const ref = words[base + slot]!;
        if (ref !== NO_REF && found < out.length && tagOf(words, base, slot) === tag) out[found++] = ref;
      }
      if (words[base + PASSED] === 0) break;
      if (++bucket === buckets) bucket = 0;
    }
    return found;
  }

  /** Whether the table holds this very reference. */
  contains(root: Int32Array, at: number, hash: number, ref: Ref): boolean {
    return this.#locate(root, at, hash, ref);
  }

  /**
   * Collects all entries of one home bucket whose hash is at or behind `position` (0 … 2^32 - 1), in `out`, and sets
   * `nextPosition` (SCAN_END behind the last). Positions are hash prefixes, so a scan that goes on from
   * `nextPosition` sees every entry that is there from its begin to its end, however the table grows or shrinks.
   * @param out at least `SLOTS × MAX_BUCKETS` long in the worst case
   * @returns the number of references in `out`
   */
  scan(root: Int32Array, at: number, position: number, out: Int32Array): number {
    if (root[at + ROOT_DIRECTORY] === NO_REF) {
      this.nextPosition = SCAN_END;
      return 0;
    }
    const entryAt = this.#directoryEntry(root, at, position | 0);
    const segment = this.#slotWords[entryAt]! as Ref;
    const info = this.#slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const depth = info >>> 16;
    const tag = ((position | 0) << depth) >>> 16;
    const home = (tag * buckets) >>> 16;
    const prefix = depth === 0 ? 0 : (position | 0) >>> (32 - depth);
    const nextTag = Math.ceil(((home + 1) * TAG_SPAN) / buckets);
    const span = 2 ** (32 - depth);
    this.nextPosition = nextTag >= TAG_SPAN ? (prefix + 1) * span : prefix * span + nextTag * 2 ** (16 - depth);
    return collectHome(this.#i32[segment >>> SLAB_SHIFT]!, bucketsAt(segment), buckets, home, tag, out);
  }

  /**
   * Collects whatever lies in the bucket that a hash position falls in: for sampling.
   * @returns the number of references in `out` (0 … SLOTS)
   */
  sample(root: Int32Array, at: number, position: number, out: Int32Array): number {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return 0;
    const entryAt = this.#directoryEntry(root, at, position | 0);
    const segment = this.#slotWords[entryAt]! as Ref;
    const info = this.#slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const bucket = ((((position | 0) << (info >>> 16)) >>> 16) * buckets) >>> 16;
    const words = this.#i32[segment >>> SLAB_SHIFT]!;
    const base = bucketsAt(segment) + bucket * BUCKET_WORDS;
    let found = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      const ref = words[base + slot]!;
      if (ref !== NO_REF) out[found++] = ref;
    }
    return found;
  }

  /**
   * Frees the structure in steps: one segment a call, its references handed out in `out`.
   * @param out at least `SLOTS × MAX_BUCKETS` long
   * @returns the number of references, or -1 when nothing of the table is left
   */
  dismantle(root: Int32Array, at: number, shard: number, out: Int32Array): number {
    const directory = root[at + ROOT_DIRECTORY]! as Ref;
    if (directory === NO_REF) return -1;
    const entries = this.#i32[directory >>> SLAB_SHIFT]!;
    const firstAt = ((directory & UNIT_MASK) << 1) + 2;
    // The spare word of the directory counts its entries that are done.
    const done = entries[firstAt - 1]!;
    if (done < 1 << root[at + ROOT_DEPTH]!) {
      const segment = entries[firstAt + done * 2]! as Ref;
      const info = entries[firstAt + done * 2 + 1]!;
      entries[firstAt - 1] = done + (1 << (root[at + ROOT_DEPTH]! - (info >>> 16)));
      const found = collectAll(this.#i32[segment >>> SLAB_SHIFT]!, bucketsAt(segment), info & 0xffff, out);
      this.#heap.free(shard, segment);
      root[at + ROOT_COUNT]! -= found;
      root[at + ROOT_SEGMENTS]! -= 1;
      return found;
    }
    this.#heap.free(shard, directory);
    for (let i = 0; i <= ROOT_SEGMENTS; i++) root[at + i] = 0;
    return -1;
  }

  /** Bytes that an insertion may allocate at most: for reservations. */
  insertBound(root: Int32Array, at: number): number {
    const directory = root[at + ROOT_DIRECTORY] === NO_REF ? 1 : 1 << root[at + ROOT_DEPTH]!;
    return directory * 16 + 4 * (MAX_BUCKETS * BUCKET_WORDS * 4);
  }

  /** Word of the directory entry for a hash; leaves the directory's view in #slotWords. */
  #directoryEntry(root: Int32Array, at: number, hash: number): number {
    const directory = root[at + ROOT_DIRECTORY]!;
    const depth = root[at + ROOT_DEPTH]!;
    this.#slotWords = this.#i32[directory >>> SLAB_SHIFT]!;
    return ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
  }

  #locate(root: Int32Array, at: number, hash: number, ref: Ref): boolean {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return false;
    const entryAt = this.#directoryEntry(root, at, hash);
    const segment = this.#slotWords[entryAt]!;
    const info = this.#slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const words = this.#i32[segment >>> SLAB_SHIFT]!;
    const first = bucketsAt(segment);
    let bucket = (((hash << (info >>> 16)) >>> 16) * buckets) >>> 16;
    for (let probe = 0; probe < buckets; probe++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        if (words[base + slot] === ref) {
          this.#slotWords = words;
          this.#slotAt = base + slot;
          return true;
        }
      }
      if (words[base + PASSED] === 0) return false;
      if (++bucket === buckets) bucket = 0;
    }
    return false;
  }

  #createRoot(root: Int32Array, at: number, shard: number): void {
    const segment = this.#newSegment(shard, 1, 0);
    const directory = this.#heap.allocate(shard, 16, KIND_DIRECTORY);
    const words = this.#i32[directory >>> SLAB_SHIFT]!;
    const first = ((directory & UNIT_MASK) << 1) + 2;
    words[first - 1] = 0;
    words[first] = segment;
    words[first + 1] = 1;
    root[at + ROOT_DIRECTORY] = directory;
    root[at + ROOT_DEPTH] = 0;
    root[at + ROOT_COUNT] = 0;
    root[at + ROOT_SEGMENTS] = 1;
  }

  #newSegment(shard: number, buckets: number, count: number): Ref {
    const segment = this.#heap.allocate(shard, 64 + buckets * BUCKET_WORDS * 4, KIND_SEGMENT);
    const words = this.#i32[segment >>> SLAB_SHIFT]!;
    words[((segment & UNIT_MASK) << 1) + 1] = count;
    const first = bucketsAt(segment);
    for (let i = 0; i < buckets * BUCKET_WORDS; i++) words[first + i] = 0;
    return segment;
  }

  #grow(root: Int32Array, at: number, shard: number, hash: number, info: number): void {
    const buckets = info & 0xffff;
    const larger = buckets + Math.max(1, buckets >>> 3);
    if (larger <= MAX_BUCKETS || info >>> 16 === MAX_DEPTH) this.#resize(root, at, shard, hash, info, larger);
    else this.#split(root, at, shard, hash, info);
  }

  /** Rebuilds a segment with another number of buckets: no entry is looked at. */
  #resize(root: Int32Array, at: number, shard: number, hash: number, info: number, buckets: number): void {
    const entryAt = this.#directoryEntry(root, at, hash);
    const segment = this.#slotWords[entryAt]! as Ref;
    const old = this.#i32[segment >>> SLAB_SHIFT]!;
    const oldFirst = bucketsAt(segment);
    const resized = this.#newSegment(shard, buckets, old[((segment & UNIT_MASK) << 1) + 1]!);
    const words = this.#i32[resized >>> SLAB_SHIFT]!;
    const first = bucketsAt(resized);
    for (let bucket = 0; bucket < (info & 0xffff); bucket++) {
      const base = oldFirst + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        const ref = old[base + slot]! as Ref;
        if (ref !== NO_REF) place(words, first, buckets, tagOf(old, base, slot), ref);
      }
    }
    this.#point(root, at, hash, info >>> 16, resized, buckets);
    this.#heap.free(shard, segment);
  }

  /** Splits a segment in two by the next bit of the hashes. */
  #split(root: Int32Array, at: number, shard: number, hash: number, info: number): void {
    const depth = info >>> 16;
    if (depth === root[at + ROOT_DEPTH]) this.#doubleDirectory(root, at, shard);
    const entryAt = this.#directoryEntry(root, at, hash);
    const segment = this.#slotWords[entryAt]! as Ref;
    const old = this.#i32[segment >>> SLAB_SHIFT]!;
    const oldFirst = bucketsAt(segment);
    const oldBuckets = info & 0xffff;
    let ones = 0;
    // The bit that decides is the top bit of the tag: it needs no look at the entries.
    for (let bucket = 0; bucket < oldBuckets; bucket++) {
      const base = oldFirst + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        if (old[base + slot] !== NO_REF && tagOf(old, base, slot) >= TAG_SPAN / 2) ones++;
      }
    }
    const zeros = old[((segment & UNIT_MASK) << 1) + 1]! - ones;
    const lowBuckets = Math.max(1, Math.ceil(zeros / 7.8));
    const highBuckets = Math.max(1, Math.ceil(ones / 7.8));
    const low = this.#newSegment(shard, lowBuckets, zeros);
    const high = this.#newSegment(shard, highBuckets, ones);
    const lowWords = this.#i32[low >>> SLAB_SHIFT]!;
    const highWords = this.#i32[high >>> SLAB_SHIFT]!;
    for (let bucket = 0; bucket < oldBuckets; bucket++) {
      const base = oldFirst + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        const ref = old[base + slot]! as Ref;
        if (ref === NO_REF) continue;
        // The tag moves one bit along, and that bit only the entry itself knows.
        const tag = (this.#entries.hash(ref) << (depth + 1)) >>> 16;
        if (tagOf(old, base, slot) < TAG_SPAN / 2) place(lowWords, bucketsAt(low), lowBuckets, tag, ref);
        else place(highWords, bucketsAt(high), highBuckets, tag, ref);
      }
    }
    const bit = 1 << (31 - depth);
    this.#point(root, at, hash & ~bit, depth + 1, low, lowBuckets);
    this.#point(root, at, hash | bit, depth + 1, high, highBuckets);
    root[at + ROOT_SEGMENTS]! += 1;
    this.#heap.free(shard, segment);
  }

  #doubleDirectory(root: Int32Array, at: number, shard: number): void {
    const directory = root[at + ROOT_DIRECTORY]! as Ref;
    const size = 1 << root[at + ROOT_DEPTH]!;
    const doubled = this.#heap.allocate(shard, 8 + size * 16, KIND_DIRECTORY);
    const from = this.#i32[directory >>> SLAB_SHIFT]!;
    const to = this.#i32[doubled >>> SLAB_SHIFT]!;
    const fromAt = ((directory & UNIT_MASK) << 1) + 2;
    const toAt = ((doubled & UNIT_MASK) << 1) + 2;
    to[toAt - 1] = 0;
    for (let i = 0; i < size; i++) {
      const segment = from[fromAt + i * 2]!;
      const info = from[fromAt + i * 2 + 1]!;
      to[toAt + i * 4] = segment;
      to[toAt + i * 4 + 1] = info;
      to[toAt + i * 4 + 2] = segment;
      to[toAt + i * 4 + 3] = info;
    }
    root[at + ROOT_DIRECTORY] = doubled;
    root[at + ROOT_DEPTH]! += 1;
    this.#heap.free(shard, directory);
  }

  /** Lets all directory entries of a hash prefix name this segment. */
  #point(root: Int32Array, at: number, hash: number, depth: number, segment: Ref, buckets: number): void {
    const directory = root[at + ROOT_DIRECTORY]!;
    const free = root[at + ROOT_DEPTH]! - depth;
    const words = this.#i32[directory >>> SLAB_SHIFT]!;
    const first = (depth === 0 ? 0 : hash >>> (32 - depth)) << free;
    let entryAt = ((directory & UNIT_MASK) << 1) + 2 + first * 2;
    for (let i = 0; i < 1 << free; i++) {
      words[entryAt] = segment;
      words[entryAt + 1] = buckets | (depth << 16);
      entryAt += 2;
    }
  }
}

/** First word of bucket 0: behind the block's header and count, in the next whole cache line. */
function bucketsAt(segment: number): number {
  return (((segment & UNIT_MASK) << 1) + 2 + 15) & ~15;
}

function tagOf(words: Int32Array, base: number, slot: number): number {
  const pair = words[base + TAGS + (slot >>> 1)]!;
  return (slot & 1) === 0 ? pair & 0xffff : pair >>> 16;
}

/** Puts an entry into the first free slot from its home bucket on. The segment has a free slot. */
function place(words: Int32Array, first: number, buckets: number, tag: number, ref: Ref): void {
  let bucket = (tag * buckets) >>> 16;
  for (;;) {
    const base = first + bucket * BUCKET_WORDS;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (words[base + slot] !== NO_REF) continue;
      words[base + slot] = ref;
      const pairAt = base + TAGS + (slot >>> 1);
      const pair = words[pairAt]!;
      words[pairAt] = (slot & 1) === 0 ? (pair & ~0xffff) | tag : (pair & 0xffff) | (tag << 16);
      return;
    }
    words[base + PASSED]! += 1;
    if (++bucket === buckets) bucket = 0;
  }
}

function collectHome(
  words: Int32Array,
  first: number,
  buckets: number,
  home: number,
  fromTag: number,
  out: Int32Array,
): number {
  let found = 0;
  let bucket = home;
  for (let probe = 0; probe < buckets; probe++) {
    const base = first + bucket * BUCKET_WORDS;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (words[base + slot] === NO_REF) continue;
      const tag = tagOf(words, base, slot);
      if ((tag * buckets) >>> 16 === home && tag >= fromTag) out[found++] = words[base + slot]!;
    }
    if (words[base + PASSED] === 0) break;
    if (++bucket === buckets) bucket = 0;
  }
  return found;
}

function collectAll(words: Int32Array, first: number, buckets: number, out: Int32Array): number {
  let found = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const base = first + bucket * BUCKET_WORDS;
    for (let slot = 0; slot < SLOTS; slot++) {
      const ref = words[base + slot]!;
      if (ref !== NO_REF) out[found++] = ref;
    }
  }
  return found;
}
