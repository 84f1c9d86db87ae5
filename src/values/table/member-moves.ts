// HOT: runs in the background beside commands; no closures, no allocation on the JS heap, integers only.
/** Moves the blocks of a table of elements out of extents that are being emptied. member-table.ts has the picture. */
import type { Heap } from '../../memory/heap/heap.ts';
import { ROOT_DIRECTORY, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { moveDirectory, moveSegment } from './hash-moves.ts';
import type { MemberTable } from './member-table.ts';

/** Who else names the elements of a table. */
export interface ElementOwner {
  /** An element moves: both blocks are there, with the same contents. @returns false when it has to stay */
  elementMoves(root: Ref, shard: number, before: Ref, after: Ref): boolean;
}

/**
 * Moves what has to go of one home bucket: the segment, and elements.
 * @param position 0 for the begin, where the directory is moved too
 * @param owner null when nobody else names the elements
 * @returns the next position, SCAN_END behind the last bucket
 */
export function moveLeavingMembers(
  heap: Heap,
  members: MemberTable,
  root: Ref,
  shard: number,
  position: number,
  owner: ElementOwner | null,
): number {
  const { elements, table } = members;
  const words = heap.slabs.i32[root >>> SLAB_SHIFT]!;
  const at = ((root & UNIT_MASK) << 1) + 1;
  const directory = words[at + ROOT_DIRECTORY]! as Ref;
  if (position === 0 && directory !== NO_REF && heap.extents.isDraining(directory)) {
    moveDirectory(heap, words, at, shard, directory);
  }
  const segment = table.segmentAt(words, at, position);
  if (segment !== NO_REF && heap.extents.isDraining(segment)) moveSegment(heap, elements, words, at, shard, segment);
  const found = members.scan(root, position);
  const next = members.nextPosition;
  for (let i = 0; i < found; i++) {
    const before = members.found[i]! as Ref;
    if (!heap.extents.isDraining(before)) continue;
    const after = elements.relocate(shard, before);
    if (owner !== null && !owner.elementMoves(root, shard, before, after)) {
      heap.free(shard, after);
      continue;
    }
    members.replace(root, elements.hash(before), before, after);
    heap.free(shard, before);
  }
  return next;
}
