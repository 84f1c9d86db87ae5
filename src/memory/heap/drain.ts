// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Empties one extent, in steps as short as the caller likes (heap.ts draws what an extent looks like meanwhile).
 *
 * Problem: an extent can be given back when no block in it is in use, but it may hold a hundred thousand blocks, and
 * nobody may wait for a walk over them.
 * Idea: a bound moves through the extent. Behind it free blocks are taken off their lists and stay where they are as
 * holes, and what is freed there becomes a hole, so that block boundaries no longer move and a walk can be left and
 * resumed at any block. Then the owners of the blocks move them out. Should that fail, another bound follows the first
 * one and makes free blocks of the holes.
 * Cost: the headers of the extent are read twice.
 * Gives up: holes serve nobody until the extent is empty or given up.
 */

import { PAGE_SHIFT, S_EXTENT_PAGES, SLAB_SHIFT, UNIT_MASK } from '../layout.ts';
import { NO_REF, type Ref } from '../types.ts';
import { FREE, PREV_FREE, UNITS_SHIFT } from './free-lists.ts';
import type { Heap } from './heap.ts';

const FROM = 0;
const TO = 1;

/** Marks the extent that begins with a page as draining. The caller of this and all below holds its shard's lock. */
export function beginDrain(heap: Heap, page: number): void {
  const words = heap.slabs.i32[(page << PAGE_SHIFT) >>> SLAB_SHIFT]!;
  const at = ((page << PAGE_SHIFT) & UNIT_MASK) << 1;
  words[at + FROM] = 1;
  words[at + TO] = 1;
  heap.extents.setDraining(page, true);
}

/** Takes the free ones of the next `blocks` blocks off their lists. @returns true when there are no more blocks */
export function drainFreeBlocks(heap: Heap, shard: number, page: number, blocks: number): boolean {
  const first = page << PAGE_SHIFT;
  const words = heap.slabs.i32[first >>> SLAB_SHIFT]!;
  const firstAt = (first & UNIT_MASK) << 1;
  const base = heap.base(shard);
  let offset = words[firstAt + TO]!;
  for (let left = blocks; left > 0; left--) {
    const at = firstAt + (offset << 1);
    const header = words[at]!;
    const units = header >>> UNITS_SHIFT;
    if (units === 0) {
      words[firstAt + TO] = offset;
      return true;
    }
    if ((header & FREE) !== 0) {
      heap.lists.unlink(base, words, at);
      words[at] = units << UNITS_SHIFT;
      words[at + (units << 1)]! &= ~PREV_FREE;
    }
    offset += units;
  }
  words[firstAt + TO] = offset;
  return false;
}

/** The block, in use or a hole, that begins at an offset in units; NO_REF at the end of the extent. */
export function blockAt(heap: Heap, page: number, offset: number): Ref {
  const ref = ((page << PAGE_SHIFT) + offset) as Ref;
  return heap.blockBytes(ref) === 0 ? NO_REF : ref;
}

/** Gives back a draining extent without a block in use, all of whose free blocks are off their lists. */
export function giveDrained(heap: Heap, shard: number, page: number): void {
  heap.slabs.control[heap.base(shard) + S_EXTENT_PAGES]! -= 1 << heap.extents.orderOf(page);
  heap.extents.give(page << PAGE_SHIFT);
}

/** Whether `undrain` has begun with a draining extent: free blocks of it are on lists again. */
export function isUndraining(heap: Heap, page: number): boolean {
  const first = page << PAGE_SHIFT;
  return heap.slabs.i32[first >>> SLAB_SHIFT]![((first & UNIT_MASK) << 1) + FROM] !== 1;
}

/**
 * Makes free blocks of the holes among the next `blocks` blocks.
 * @returns true when the extent is an ordinary one, or was given back because nothing in it is in use any more
 */
export function undrain(heap: Heap, shard: number, page: number, blocks: number): boolean {
  const first = page << PAGE_SHIFT;
  const words = heap.slabs.i32[first >>> SLAB_SHIFT]!;
  const firstAt = (first & UNIT_MASK) << 1;
  const base = heap.base(shard);
  for (let left = blocks; left > 0; left--) {
    const offset = words[firstAt + FROM]!;
    if (offset >= words[firstAt + TO]!) {
      words[firstAt + FROM] = 0;
      words[firstAt + TO] = 0;
      heap.extents.setDraining(page, false);
      // Its last block was freed meanwhile: nobody would come upon it again. It is one free block.
      if (heap.extents.liveUnits(page) === 0) {
        heap.lists.unlink(base, words, firstAt + 2);
        giveDrained(heap, shard, page);
      }
      return true;
    }
    const ref = (first + offset) as Ref;
    const at = firstAt + (offset << 1);
    const units = words[at]! >>> UNITS_SHIFT;
    // First the bound, then the block: a free block must not begin behind it.
    words[firstAt + FROM] = offset + units;
    if (heap.kindOf(ref) === 0) heap.merge(base, ref, words, at, units, 1);
  }
  return false;
}
