// HOT: no closures, no allocation on the JS heap, integers only.
/** Moves the blocks of a hash table to other places in the heap, for compaction. hash-table.ts has the picture. */
import type { Heap } from '../../memory/heap/heap.ts';
import { copyWords, moveBlock } from '../../memory/heap/move-block.ts';
import { ROOT_DEPTH, ROOT_DIRECTORY, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { BUCKET_WORDS, bucketsAt, SLOTS } from './hash-segment.ts';
import type { Entries } from './hash-structure.ts';

/** Depth of a directory through which a segment without entries is looked for. */
const MAX_SEARCHED_DEPTH = 12;

/** Moves the directory. @returns false when `ref` is not the directory of this table */
export function moveDirectory(heap: Heap, root: Int32Array, at: number, shard: number, ref: Ref): boolean {
  if (root[at + ROOT_DIRECTORY] !== ref) return false;
  root[at + ROOT_DIRECTORY] = moveBlock(heap, shard, ref);
  return true;
}

/** Moves a segment. @returns false when it is not found to be one of this table's */
export function moveSegment(
  heap: Heap,
  entries: Entries,
  root: Int32Array,
  at: number,
  shard: number,
  segment: Ref,
): boolean {
  const directory = root[at + ROOT_DIRECTORY]! as Ref;
  if (directory === NO_REF) return false;
  const depth = root[at + ROOT_DEPTH]!;
  const words = heap.slabs.i32[directory >>> SLAB_SHIFT]!;
  const firstAt = ((directory & UNIT_MASK) << 1) + 2;
  const index = directoryIndexOf(heap, entries, words, firstAt, depth, segment);
  if (index < 0) return false;
  const info = words[firstAt + index * 2 + 1]!;
  const bucketWords = (info & 0xffff) * BUCKET_WORDS;
  const moved = heap.allocate(shard, 64 + bucketWords * 4, heap.kindOf(segment));
  copyWords(heap, segment, 1, moved, 1, 1);
  const segmentAt = (segment & UNIT_MASK) << 1;
  const movedAt = (moved & UNIT_MASK) << 1;
  copyWords(heap, segment, bucketsAt(segment) - segmentAt, moved, bucketsAt(moved) - movedAt, bucketWords);
  const free = depth - (info >>> 16);
  const first = (index >>> free) << free;
  for (let i = first; i < first + (1 << free); i++) words[firstAt + i * 2] = moved;
  heap.free(shard, segment);
  return true;
}

/** A directory entry that names this segment, or -1. */
function directoryIndexOf(
  heap: Heap,
  entries: Entries,
  words: Int32Array,
  firstAt: number,
  depth: number,
  segment: Ref,
): number {
  const own = heap.slabs.i32[segment >>> SLAB_SHIFT]!;
  if (own[((segment & UNIT_MASK) << 1) + 1] === 0) {
    if (depth > MAX_SEARCHED_DEPTH) return -1;
    for (let i = 0; i < 1 << depth; i++) if (words[firstAt + i * 2] === segment) return i;
    return -1;
  }
  // One entry tells: a segment that is not empty has one before its block ends.
  const bucketAt = bucketsAt(segment);
  const end = ((segment & UNIT_MASK) << 1) + (heap.blockBytes(segment) >>> 2);
  for (let base = bucketAt; base + BUCKET_WORDS <= end; base += BUCKET_WORDS) {
    for (let slot = 0; slot < SLOTS; slot++) {
      const ref = own[base + slot]! as Ref;
      if (ref === NO_REF) continue;
      const index = depth === 0 ? 0 : entries.hash(ref) >>> (32 - depth);
      return words[firstAt + index * 2] === segment ? index : -1;
    }
  }
  return -1;
}
