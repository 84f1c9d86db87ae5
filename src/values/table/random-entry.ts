// HOT: no closures, no allocation on the JS heap.
/**
 * One entry of a hash table, chosen so that each has the same chance.
 *
 * Problem: segments hold different shares of the hashes in different numbers of buckets, so a random hash leads to
 * entries of small segments more often.
 * Idea: draw a directory entry, a bucket number below a bound that no segment exceeds, and a slot; give up a draw that
 * meets no entry, and those of a segment of many directory entries as often as makes up for them.
 * Cost: about three draws, most of which look at nothing but the directory.
 * Gives up: after many draws in vain (a table that was emptied by deletion) the segments' counts are added up instead.
 * Source: J. von Neumann, "Various techniques used in connection with random digits" (1951): rejection.
 */
import { ROOT_COUNT, ROOT_DEPTH, ROOT_DIRECTORY, ROOT_SEGMENTS, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { BUCKET_WORDS, bucketsAt, MAX_BUCKETS, MAX_DEPTH, SLOTS } from './hash-segment.ts';

const MAX_DRAWS = 128;

/** @param i32 views of the slabs @param at word of the table's root in `root` */
export function randomEntry(i32: Int32Array[], root: Int32Array, at: number): Ref {
  const directory = root[at + ROOT_DIRECTORY]!;
  if (directory === NO_REF || root[at + ROOT_COUNT] === 0) return NO_REF;
  const depth = root[at + ROOT_DEPTH]!;
  const entries = i32[directory >>> SLAB_SHIFT]!;
  const first = ((directory & UNIT_MASK) << 1) + 2;
  const bound = bucketBound(root[at + ROOT_COUNT]!, root[at + ROOT_SEGMENTS]!, depth, entries[first + 1]! & 0xffff);
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const index = (Math.random() * (1 << depth)) | 0;
    const info = entries[first + index * 2 + 1]!;
    // Of the directory entries that name the same segment one is good.
    if ((index & ((1 << (depth - (info >>> 16))) - 1)) !== 0) continue;
    const place = (Math.random() * bound * SLOTS) | 0;
    const bucket = (place / SLOTS) | 0;
    if (bucket >= (info & 0xffff)) continue;
    const segment = entries[first + index * 2]!;
    const ref = i32[segment >>> SLAB_SHIFT]![bucketsAt(segment) + bucket * BUCKET_WORDS + (place - bucket * SLOTS)]!;
    if (ref !== NO_REF) return ref as Ref;
  }
  return countedEntry(i32, entries, first, depth, (Math.random() * root[at + ROOT_COUNT]!) | 0);
}

/** A number of buckets that no segment has more of. */
function bucketBound(count: number, segments: number, depth: number, only: number): number {
  if (segments === 1) return only;
  const mean = count / segments;
  // A segment shrinks below 3.5 entries a bucket; one that was not split while another was holds twice as many.
  const likely = Math.ceil((2 * mean + 12 * Math.sqrt(mean) + 8) / 3.5) + 1;
  return likely < MAX_BUCKETS || depth === MAX_DEPTH ? likely : MAX_BUCKETS;
}

/** The entry number `index` in the order of the segments. */
function countedEntry(i32: Int32Array[], entries: Int32Array, first: number, depth: number, index: number): Ref {
  let left = index;
  for (let i = 0; i < 1 << depth; ) {
    const segment = entries[first + i * 2]!;
    const info = entries[first + i * 2 + 1]!;
    const words = i32[segment >>> SLAB_SHIFT]!;
    const count = words[((segment & UNIT_MASK) << 1) + 1]!;
    if (left < count) return entryOfSegment(words, bucketsAt(segment), (info & 0xffff) * BUCKET_WORDS, left);
    left -= count;
    i += 1 << (depth - (info >>> 16));
  }
  return NO_REF;
}

function entryOfSegment(words: Int32Array, begin: number, length: number, index: number): Ref {
  let left = index;
  for (let base = begin; base < begin + length; base += BUCKET_WORDS) {
    for (let slot = 0; slot < SLOTS; slot++) {
      if (words[base + slot] !== NO_REF && left-- === 0) return words[base + slot]! as Ref;
    }
  }
  return NO_REF;
}
