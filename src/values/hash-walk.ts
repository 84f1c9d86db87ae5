// HOT: no closures, no allocation on the JS heap, integers only.
/** Looks into the hash table without a key: scans, samples, and reads ahead of a look-up. hash-table.ts has the picture. */
import { LINE_WORDS, ROOT_DEPTH, ROOT_DIRECTORY, SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import {
  BUCKET_WORDS,
  bucketsAt,
  collectHome,
  HEAP_MASK,
  PASSED,
  SCAN_END,
  SLOTS,
  TAG_SPAN,
  TAGS,
  tagOf,
} from './hash-segment.ts';
import { HashStructure } from './hash-structure.ts';

export class HashWalk extends HashStructure {
  /** Where a scan goes on, set by `scan`. */
  nextPosition = 0;

  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  touched = 0;

  /** Where `locateBucket` found the home bucket: slab and first word. */
  bucketSlab = 0;
  bucketAt = 0;

  /** The tag that `locateBucket` would look for. */
  bucketTag = 0;

  /**
   * Finds the home bucket of a hash and begins to fetch it. Called without the lock, while the table may be changing:
   * whatever is read is thrown away, and an index from a torn read only misses its array.
   * @returns false when there is none
   */
  locateBucket(root: Int32Array, at: number, hash: number): boolean {
    const directory = root[at + ROOT_DIRECTORY]!;
    const depth = root[at + ROOT_DEPTH]! & 31;
    const entries = this.i32[(directory >>> SLAB_SHIFT) & HEAP_MASK]!;
    const entryAt = ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
    if (directory === NO_REF || entryAt + 1 >= entries.length) return false;
    const segment = entries[entryAt]!;
    const info = entries[entryAt + 1]!;
    const bucketAt = bucketsAt(segment) + ((((hash << (info >>> 16)) >>> 16) * (info & 0xffff)) >>> 16) * BUCKET_WORDS;
    const slab = (segment >>> SLAB_SHIFT) & HEAP_MASK;
    const words = this.i32[slab]!;
    if (bucketAt + PASSED >= words.length) return false;
    this.bucketSlab = slab;
    this.bucketAt = bucketAt;
    // The depth decides which bits of the hash are the tag.
    this.bucketTag = (hash << (info >>> 16)) >>> 16;
    this.touched ^= words[bucketAt]!;
    return true;
  }

  /**
   * Begins to fetch the entry that a bucket names for a tag; without the lock, as `locateBucket`. No branch depends on
   * the bucket's contents: a wrongly predicted one would wait for the very memory that is to be waited for by nobody.
   */
  touchEntry(slab: number, at: number, tag: number): void {
    const words = this.i32[slab]!;
    const pattern = tag | (tag << 16);
    let slot = 0;
    for (let pair = 0; pair < SLOTS / 2; pair++) {
      const difference = words[at + TAGS + pair]! ^ pattern;
      slot +=
        (((difference & 0xffff) - 1) >>> 31) * (pair * 2 + 1) + (((difference >>> 16) - 1) >>> 31) * (pair * 2 + 2);
    }
    const ref = words[at + slot - ((slot + 15) >> 4)]!;
    const entry = this.i32[(ref >>> SLAB_SHIFT) & HEAP_MASK]!;
    const entryAt = (ref & UNIT_MASK) << 1;
    if (entryAt + LINE_WORDS + 1 < entry.length) this.touched ^= entry[entryAt + 1]! ^ entry[entryAt + LINE_WORDS + 1]!;
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
    const entryAt = this.directoryEntry(root, at, position | 0);
    const segment = this.slotWords[entryAt]! as Ref;
    const info = this.slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const depth = info >>> 16;
    const tag = ((position | 0) << depth) >>> 16;
    const home = (tag * buckets) >>> 16;
    const prefix = depth === 0 ? 0 : (position | 0) >>> (32 - depth);
    const nextTag = Math.ceil(((home + 1) * TAG_SPAN) / buckets);
    const span = 2 ** (32 - depth);
    this.nextPosition = nextTag >= TAG_SPAN ? (prefix + 1) * span : prefix * span + nextTag * 2 ** (16 - depth);
    return collectHome(this.i32[segment >>> SLAB_SHIFT]!, bucketsAt(segment), buckets, home, tag, out);
  }

  /**
   * Collects whatever lies in the bucket that a hash position falls in: for sampling.
   * @returns the number of references in `out` (0 … SLOTS)
   */
  sample(root: Int32Array, at: number, position: number, out: Int32Array): number {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return 0;
    const entryAt = this.directoryEntry(root, at, position | 0);
    const segment = this.slotWords[entryAt]! as Ref;
    const info = this.slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const bucket = ((((position | 0) << (info >>> 16)) >>> 16) * buckets) >>> 16;
    const words = this.i32[segment >>> SLAB_SHIFT]!;
    const base = bucketsAt(segment) + bucket * BUCKET_WORDS;
    let found = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      const ref = words[base + slot]!;
      if (ref !== NO_REF) out[found++] = ref;
    }
    return found;
  }

  /**
   * Collects the entries that the table cannot tell from one with this hash: those in its home with its tag.
   * @returns the number of references in `out` (at least 64 long)
   */
  candidates(root: Int32Array, at: number, hash: number, out: Int32Array): number {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return 0;
    const entryAt = this.directoryEntry(root, at, hash);
    const segment = this.slotWords[entryAt]!;
    const info = this.slotWords[entryAt + 1]!;
    const buckets = info & 0xffff;
    const words = this.i32[segment >>> SLAB_SHIFT]!;
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
}
