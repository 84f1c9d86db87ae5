// HOT: no closures, no allocation on the JS heap, integers only.
/** Segments and buckets of the hash table, as bytes: hash-table.ts draws them and says what they are for. */
import { UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';

export const SLOTS = 10;
export const BUCKET_WORDS = 16;
export const TAGS = 10;
export const PASSED = 15;
export const MAX_BUCKETS = 64;
export const MAX_DEPTH = 16;
export const TAG_SPAN = 0x10000;
export const HEAP_MASK = 127;
/** Most references that one call of `scan` or `dismantle` hands out. */
export const MAX_SCANNED: number = SLOTS * MAX_BUCKETS;
/** A position of a scan behind the last entry. */
export const SCAN_END = 0x1_0000_0000;

/**
 * Words of a slab before its first whole cache line. The C libraries of Linux put 16 bytes of their own in front of a
 * large block, so a slab begins 16 bytes behind a page; a bucket that lay across two lines would cost two misses.
 */
const LINE_SKEW = process.platform === 'linux' ? 12 : 0;

/** First word of bucket 0: behind the block's header and count, in the next whole cache line. */
export function bucketsAt(segment: number): number {
  return ((((segment & UNIT_MASK) << 1) + 17 - LINE_SKEW) & ~15) + LINE_SKEW;
}

/** The 16 bits of the hash that are kept beside a slot's reference. */
export function tagOf(words: Int32Array, base: number, slot: number): number {
  const pair = words[base + TAGS + (slot >>> 1)]!;
  return (slot & 1) === 0 ? pair & 0xffff : pair >>> 16;
}

/** Puts an entry into the first free slot from its home bucket on. The segment has a free slot. */
export function place(words: Int32Array, first: number, buckets: number, tag: number, ref: Ref): void {
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

export function collectHome(
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

export function collectAll(words: Int32Array, first: number, buckets: number, out: Int32Array): number {
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
