// HOT: runs in the background beside commands; no closures, no allocation on the JS heap, integers only.
/** Moves blocks of the heap as they are: for compaction, whose caller tells their owners. */
import { SLAB_SHIFT, UNIT_MASK } from '../layout.ts';
import type { Ref } from '../types.ts';
import type { Heap } from './heap.ts';

/** Gives a block another place in a shard, with all it holds, and frees the old one. The shard's lock is held. */
export function moveBlock(heap: Heap, shard: number, ref: Ref): Ref {
  const bytes = heap.blockBytes(ref);
  const moved = heap.allocate(shard, bytes, heap.kindOf(ref));
  copyWords(heap, ref, 1, moved, 1, (bytes >>> 2) - 1);
  heap.free(shard, ref);
  return moved;
}

/** Copies words of a block to another one. */
export function copyWords(heap: Heap, from: Ref, fromWord: number, to: Ref, toWord: number, count: number): void {
  const source = heap.slabs.bytes[from >>> SLAB_SHIFT]!;
  const start = ((from & UNIT_MASK) << 3) + (fromWord << 2);
  const target = heap.slabs.bytes[to >>> SLAB_SHIFT]!;
  source.copy(target, ((to & UNIT_MASK) << 3) + (toWord << 2), start, start + (count << 2));
}
