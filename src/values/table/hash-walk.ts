// HOT: no closures, no allocation on the JS heap, integers only.
/** Looks into the hash table without a key: scans and samples. hash-table.ts has the picture. */
import { ROOT_DIRECTORY, SLAB_SHIFT } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { BUCKET_WORDS, bucketsAt, collectHome, PASSED, SCAN_END, SLOTS, TAG_SPAN, TAGS } from './hash-segment.ts';
import { HashStructure } from './hash-structure.ts';

export class HashWalk extends HashStructure {
  /** Where a scan goes on, set by `scan`. */
  nextPosition = 0;

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

  /** The segment in which a hash position falls, NO_REF of a table without any. */
  segmentAt(root: Int32Array, at: number, position: number): Ref {
    if (root[at + ROOT_DIRECTORY] === NO_REF) return NO_REF;
    const entryAt = this.directoryEntry(root, at, position | 0);
    return this.slotWords[entryAt]! as Ref;
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
    const pattern = tag | (tag << 16);
    let bucket = (tag * buckets) >>> 16;
    let found = 0;
    for (let probe = 0; probe < buckets; probe++) {
      const base = first + bucket * BUCKET_WORDS;
      for (let pair = 0; pair < SLOTS / 2; pair++) {
        const difference = words[base + TAGS + pair]! ^ pattern;
        if ((difference & 0xffff) === 0 && words[base + pair * 2] !== NO_REF) out[found++] = words[base + pair * 2]!;
        if (difference >>> 16 === 0 && words[base + pair * 2 + 1] !== NO_REF) {
          out[found++] = words[base + pair * 2 + 1]!;
        }
      }
      if (words[base + PASSED] === 0 || found > out.length - SLOTS) break;
      if (++bucket === buckets) bucket = 0;
    }
    return found;
  }
}
