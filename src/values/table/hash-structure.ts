// HOT: no closures, no allocation on the JS heap, integers only.
/** How the hash table grows, shrinks and goes away: directory, segments, splits. hash-table.ts has the picture. */
import { type Heap, KIND_DIRECTORY, KIND_SEGMENT } from '../../memory/heap/heap.ts';
import { ROOT_COUNT, ROOT_DEPTH, ROOT_DIRECTORY, ROOT_SEGMENTS, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { ViewHolder } from '../../memory/slabs.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { BUCKET_WORDS, bucketsAt, collectAll, MAX_BUCKETS, MAX_DEPTH, place, SLOTS, tagOf } from './hash-segment.ts';

/** What the table must know of its entries. */
export interface Entries {
  /** Whether the entry's key equals these bytes. */
  matches(ref: Ref, key: Uint8Array, start: number, length: number): boolean;
  /** The hash of the entry's key, as given to `insert`. */
  hash(ref: Ref): number;
}

const NO_WORDS = new Int32Array(0);
/** Entries of an ordinary segment at most. */
const MAX_ENTRIES = SLOTS * MAX_BUCKETS;

export class HashStructure implements ViewHolder {
  protected readonly heap: Heap;
  protected readonly i32: Int32Array[];
  protected readonly entries: Entries;
  /** View that a look-up ended in: the directory's or the bucket's. */
  protected slotWords: Int32Array = NO_WORDS;

  /** The entries of a segment that is being split, and their hashes. */
  #refs = new Int32Array(MAX_ENTRIES);
  #hashes = new Int32Array(MAX_ENTRIES);
  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  protected touched = 0;
  /** What its blocks are allocated for: tells whose they are. */
  readonly #directoryKind: number;
  readonly #segmentKind: number;

  constructor(
    heap: Heap,
    entries: Entries,
    directoryKind: number = KIND_DIRECTORY,
    segmentKind: number = KIND_SEGMENT,
  ) {
    this.heap = heap;
    this.#directoryKind = directoryKind;
    this.#segmentKind = segmentKind;
    this.i32 = heap.slabs.i32;
    this.entries = entries;
    heap.slabs.hold(this);
  }

  /** Forgets the view that the last look-up left. */
  letGo(): void {
    this.slotWords = NO_WORDS;
  }

  /**
   * Frees the structure in steps: one segment a call, its references handed out in `out`.
   * @param out at least `SLOTS × MAX_BUCKETS` long
   * @returns the number of references, or -1 when nothing of the table is left
   */
  dismantle(root: Int32Array, at: number, shard: number, out: Int32Array): number {
    const directory = root[at + ROOT_DIRECTORY]! as Ref;
    if (directory === NO_REF) return -1;
    const entries = this.i32[directory >>> SLAB_SHIFT]!;
    const firstAt = ((directory & UNIT_MASK) << 1) + 2;
    // The spare word of the directory counts its entries that are done.
    const done = entries[firstAt - 1]!;
    if (done < 1 << root[at + ROOT_DEPTH]!) {
      const segment = entries[firstAt + done * 2]! as Ref;
      const info = entries[firstAt + done * 2 + 1]!;
      entries[firstAt - 1] = done + (1 << (root[at + ROOT_DEPTH]! - (info >>> 16)));
      const found = collectAll(this.i32[segment >>> SLAB_SHIFT]!, bucketsAt(segment), info & 0xffff, out);
      this.heap.free(shard, segment);
      root[at + ROOT_COUNT]! -= found;
      root[at + ROOT_SEGMENTS]! -= 1;
      return found;
    }
    this.heap.free(shard, directory);
    for (let i = 0; i <= ROOT_SEGMENTS; i++) root[at + i] = 0;
    return -1;
  }

  /** Most references that the next call of `dismantle` hands out. */
  nextToDismantle(root: Int32Array, at: number): number {
    const directory = root[at + ROOT_DIRECTORY]! as Ref;
    if (directory === NO_REF) return 0;
    const entries = this.i32[directory >>> SLAB_SHIFT]!;
    const firstAt = ((directory & UNIT_MASK) << 1) + 2;
    const done = entries[firstAt - 1]!;
    return done < 1 << root[at + ROOT_DEPTH]! ? (entries[firstAt + done * 2 + 1]! & 0xffff) * SLOTS : 0;
  }

  /** Bytes that an insertion may allocate at most: for reservations. */
  insertBound(root: Int32Array, at: number): number {
    const directory = root[at + ROOT_DIRECTORY] === NO_REF ? 1 : 1 << root[at + ROOT_DEPTH]!;
    return directory * 16 + 4 * (MAX_BUCKETS * BUCKET_WORDS * 4);
  }

  /** Word of the directory entry for a hash; leaves the directory's view in #slotWords. */
  protected directoryEntry(root: Int32Array, at: number, hash: number): number {
    const directory = root[at + ROOT_DIRECTORY]!;
    const depth = root[at + ROOT_DEPTH]!;
    this.slotWords = this.i32[directory >>> SLAB_SHIFT]!;
    return ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
  }

  protected createRoot(root: Int32Array, at: number, shard: number): void {
    const segment = this.newSegment(shard, 1, 0);
    const directory = this.heap.allocate(shard, 16, this.#directoryKind);
    const words = this.i32[directory >>> SLAB_SHIFT]!;
    const first = ((directory & UNIT_MASK) << 1) + 2;
    words[first - 1] = 0;
    words[first] = segment;
    words[first + 1] = 1;
    root[at + ROOT_DIRECTORY] = directory;
    root[at + ROOT_DEPTH] = 0;
    root[at + ROOT_COUNT] = 0;
    root[at + ROOT_SEGMENTS] = 1;
  }

  protected newSegment(shard: number, buckets: number, count: number): Ref {
    const segment = this.heap.allocate(shard, 64 + buckets * BUCKET_WORDS * 4, this.#segmentKind);
    const words = this.i32[segment >>> SLAB_SHIFT]!;
    words[((segment & UNIT_MASK) << 1) + 1] = count;
    const first = bucketsAt(segment);
    for (let i = 0; i < buckets * BUCKET_WORDS; i++) words[first + i] = 0;
    return segment;
  }

  protected grow(root: Int32Array, at: number, shard: number, hash: number, info: number): void {
    this.heap.longWorks++;
    const buckets = info & 0xffff;
    const larger = buckets + Math.max(1, buckets >>> 3);
    if (larger <= MAX_BUCKETS || info >>> 16 === MAX_DEPTH) this.resize(root, at, shard, hash, info, larger);
    else this.split(root, at, shard, hash, info);
  }

  /** Rebuilds a segment with another number of buckets: no entry is looked at. */
  protected resize(root: Int32Array, at: number, shard: number, hash: number, info: number, buckets: number): void {
    const entryAt = this.directoryEntry(root, at, hash);
    const segment = this.slotWords[entryAt]! as Ref;
    const old = this.i32[segment >>> SLAB_SHIFT]!;
    const oldFirst = bucketsAt(segment);
    const resized = this.newSegment(shard, buckets, old[((segment & UNIT_MASK) << 1) + 1]!);
    const words = this.i32[resized >>> SLAB_SHIFT]!;
    const first = bucketsAt(resized);
    for (let bucket = 0; bucket < (info & 0xffff); bucket++) {
      const base = oldFirst + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        const ref = old[base + slot]! as Ref;
        if (ref !== NO_REF) place(words, first, buckets, tagOf(old, base, slot), ref);
      }
    }
    this.point(root, at, hash, info >>> 16, resized, buckets);
    this.heap.free(shard, segment);
  }

  /** Splits a segment in two by the next bit of the hashes. */
  protected split(root: Int32Array, at: number, shard: number, hash: number, info: number): void {
    const depth = info >>> 16;
    if (depth === root[at + ROOT_DEPTH]) this.doubleDirectory(root, at, shard);
    const entryAt = this.directoryEntry(root, at, hash);
    const segment = this.slotWords[entryAt]! as Ref;
    const old = this.i32[segment >>> SLAB_SHIFT]!;
    const oldFirst = bucketsAt(segment);
    const oldBuckets = info & 0xffff;
    const count = this.#readHashes(old, oldFirst, oldBuckets);
    const hashes = this.#hashes;
    const refs = this.#refs;
    const bit = 1 << (31 - depth);
    let ones = 0;
    for (let i = 0; i < count; i++) if ((hashes[i]! & bit) !== 0) ones++;
    const lowBuckets = Math.max(1, Math.ceil((count - ones) / 7.8));
    const highBuckets = Math.max(1, Math.ceil(ones / 7.8));
    const low = this.newSegment(shard, lowBuckets, count - ones);
    const high = this.newSegment(shard, highBuckets, ones);
    const lowWords = this.i32[low >>> SLAB_SHIFT]!;
    const highWords = this.i32[high >>> SLAB_SHIFT]!;
    const lowFirst = bucketsAt(low);
    const highFirst = bucketsAt(high);
    for (let i = 0; i < count; i++) {
      // The tag moves one bit along.
      const tag = (hashes[i]! << (depth + 1)) >>> 16;
      if ((hashes[i]! & bit) === 0) place(lowWords, lowFirst, lowBuckets, tag, refs[i]! as Ref);
      else place(highWords, highFirst, highBuckets, tag, refs[i]! as Ref);
    }
    this.point(root, at, hash & ~bit, depth + 1, low, lowBuckets);
    this.point(root, at, hash | bit, depth + 1, high, highBuckets);
    root[at + ROOT_SEGMENTS]! += 1;
    this.heap.free(shard, segment);
  }

  /**
   * Notes the entries of a segment and their hashes, which are worked out from their keys. Each entry lies in a place of
   * its own: a loop that does nothing but load lets the processor wait for many of them at once.
   * @returns how many there are
   */
  #readHashes(words: Int32Array, first: number, buckets: number): number {
    if (buckets * SLOTS > this.#refs.length) this.#growScratch(buckets * SLOTS);
    const refs = this.#refs;
    const hashes = this.#hashes;
    let count = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let slot = 0; slot < SLOTS; slot++) {
        const ref = words[base + slot]!;
        if (ref !== NO_REF) refs[count++] = ref;
      }
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const ref = refs[i]!;
      sum ^= this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1]!;
    }
    this.touched = sum;
    for (let i = 0; i < count; i++) hashes[i] = this.entries.hash(refs[i]! as Ref);
    return count;
  }

  /** cold: only hashes with the same first bits make a segment that large. */
  #growScratch(entries: number): void {
    this.#refs = new Int32Array(2 * entries);
    this.#hashes = new Int32Array(2 * entries);
  }

  protected doubleDirectory(root: Int32Array, at: number, shard: number): void {
    const directory = root[at + ROOT_DIRECTORY]! as Ref;
    const size = 1 << root[at + ROOT_DEPTH]!;
    const doubled = this.heap.allocate(shard, 8 + size * 16, this.#directoryKind);
    const from = this.i32[directory >>> SLAB_SHIFT]!;
    const to = this.i32[doubled >>> SLAB_SHIFT]!;
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
    this.heap.free(shard, directory);
  }

  /** Lets all directory entries of a hash prefix name this segment. */
  protected point(root: Int32Array, at: number, hash: number, depth: number, segment: Ref, buckets: number): void {
    const directory = root[at + ROOT_DIRECTORY]!;
    const free = root[at + ROOT_DEPTH]! - depth;
    const words = this.i32[directory >>> SLAB_SHIFT]!;
    const first = (depth === 0 ? 0 : hash >>> (32 - depth)) << free;
    let entryAt = ((directory & UNIT_MASK) << 1) + 2 + first * 2;
    for (let i = 0; i < 1 << free; i++) {
      words[entryAt] = segment;
      words[entryAt + 1] = buckets | (depth << 16);
      entryAt += 2;
    }
  }
}
