/**
 * Checks the heap of a store at rest: walks every extent block by block and compares what it finds with the free
 * lists, the bitmaps, the counters and the page table. For tests and DEBUG. The caller holds all locks.
 */

import {
  FIRST_LEVELS,
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  HEAP_SLABS,
  PAGE_SHIFT,
  PAGES_PER_SLAB,
  S_EXTENT_PAGES,
  S_REMOTE_FREE,
  S_REMOTE_TAKEN,
  S_USED_UNITS,
  SECOND_LEVELS,
  SHARDS,
  SLAB_SHIFT,
  UNIT_MASK,
} from '../layout.ts';
import { NO_REF, type Ref } from '../types.ts';
import { BITMAPS, FREE, HEADS, LEVELS, PREV_FREE, UNITS_SHIFT } from './free-lists.ts';
import type { Heap } from './heap.ts';

export interface HeapAudit {
  /** What is wrong; empty when all is well. */
  readonly problems: string[];
  /** Blocks in use, by the numbers of their kinds: those that wait in a remote-free list are not among them. */
  readonly blocks: Map<number, Ref[]>;
  /** Units of these blocks. */
  usedUnits: number;
  /** Pages of all extents. */
  pages: number;
}

/** Walks the extents of all shards. */
export function auditHeap(heap: Heap): HeapAudit {
  const audit: HeapAudit = { problems: [], blocks: new Map(), usedUnits: 0, pages: 0 };
  const slabPages = new Map<number, number>();
  for (let shard = 0; shard < SHARDS; shard++) auditShard(heap, shard, audit, slabPages);
  const { control } = heap.slabs;
  const committed = control[G_COMMITTED_PAGES]!;
  if (committed !== audit.pages) audit.problems.push(`${committed} pages are committed, extents have ${audit.pages}`);
  for (let slab = 0; slab < HEAP_SLABS; slab++) {
    const counted = control[G_HEAP_SLAB_PAGES + slab]!;
    const found = slabPages.get(slab) ?? 0;
    if (Math.max(counted, 0) !== found) audit.problems.push(`slab ${slab} counts ${counted} pages and has ${found}`);
  }
  return audit;
}

function auditShard(heap: Heap, shard: number, audit: HeapAudit, slabPages: Map<number, number>): void {
  const { control } = heap.slabs;
  const base = heap.base(shard);
  const waiting = remoteBlocks(heap, shard, audit.problems);
  const free = new Map<Ref, number>();
  let pages = 0;
  let units = 0;
  const end = HEAP_SLABS * PAGES_PER_SLAB;
  for (let page = heap.extents.nextExtent(shard, 0); page >= 0 && page < end; ) {
    const order = heap.extents.orderOf(page);
    const slab = Math.floor(page / PAGES_PER_SLAB);
    slabPages.set(slab, (slabPages.get(slab) ?? 0) + (1 << order));
    pages += 1 << order;
    units += auditExtent(heap, shard, page, audit, waiting, free);
    page = heap.extents.nextExtent(shard, page + (1 << order));
  }
  audit.pages += pages;
  const say = (text: string): void => void audit.problems.push(`shard ${shard}: ${text}`);
  if (control[base + S_EXTENT_PAGES] !== pages) say(`counts ${control[base + S_EXTENT_PAGES]} pages, has ${pages}`);
  if (control[base + S_USED_UNITS] !== units) say(`counts ${control[base + S_USED_UNITS]} units, has ${units}`);
  if (waiting.size !== 0) say(`${waiting.size} remotely freed blocks lie in no extent of the shard`);
  auditLists(heap, shard, free, say);
}

/** Walks one extent. @returns units of its blocks in use, those that wait to be taken in included */
function auditExtent(
  heap: Heap,
  shard: number,
  page: number,
  audit: HeapAudit,
  waiting: Set<Ref>,
  free: Map<Ref, number>,
): number {
  const first = page << PAGE_SHIFT;
  const words = heap.slabs.i32[first >>> SLAB_SHIFT]!;
  const extentUnits = 1 << (heap.extents.orderOf(page) + PAGE_SHIFT);
  const say = (ref: number, text: string): void => void audit.problems.push(`shard ${shard}, block ${ref}: ${text}`);
  const isDraining = heap.extents.isDraining(first as Ref);
  let used = 0;
  let previousIsFree = false;
  let offset = 1;
  while (offset < extentUnits - 1) {
    const ref = (first + offset) as Ref;
    const at = (ref & UNIT_MASK) << 1;
    const header = words[at]!;
    const units = header >>> UNITS_SHIFT;
    if (units < 2 || offset + units > extentUnits - 1) {
      say(ref, `has ${units} units at ${offset} of ${extentUnits}`);
      return used;
    }
    if (((header & PREV_FREE) !== 0) !== previousIsFree) say(ref, `its mark of a free block before is wrong`);
    const isFree = (header & FREE) !== 0;
    if (isFree) {
      if (previousIsFree) say(ref, 'follows a free block and is free');
      if (words[at + (units << 1) - 1] !== units) say(ref, 'its boundary tag is wrong');
      free.set(ref, units);
    } else if (heap.kindOf(ref) !== 0) {
      used += units;
      if (!waiting.delete(ref)) {
        audit.usedUnits += units;
        const list = audit.blocks.get(heap.kindOf(ref));
        if (list === undefined) audit.blocks.set(heap.kindOf(ref), [ref]);
        else list.push(ref);
      }
    } else if (!isDraining) say(ref, 'is a hole in an ordinary extent');
    previousIsFree = isFree;
    offset += units;
  }
  const last = words[((first + offset) & UNIT_MASK) << 1]!;
  if (last >>> UNITS_SHIFT !== 0) say(first + offset, 'should end the extent');
  if (((last & PREV_FREE) !== 0) !== previousIsFree) say(first + offset, 'its mark of a free block before is wrong');
  if (heap.extents.liveUnits(page) !== used) {
    say(first, `the extent counts ${heap.extents.liveUnits(page)} units and has ${used}`);
  }
  if (used === 0 && !isDraining) say(first, 'the extent holds nothing and was not given back');
  return used;
}

function remoteBlocks(heap: Heap, shard: number, problems: string[]): Set<Ref> {
  const found = new Set<Ref>();
  for (const head of [S_REMOTE_FREE, S_REMOTE_TAKEN]) {
    let ref = heap.slabs.control[heap.base(shard) + head]! as Ref;
    while (ref !== NO_REF && !found.has(ref)) {
      if (heap.extents.shardOf(ref) !== shard) {
        problems.push(`shard ${shard}: block ${ref} of another was freed into it`);
      }
      found.add(ref);
      ref = heap.slabs.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1]! as Ref;
    }
    if (ref !== NO_REF) problems.push(`shard ${shard}: a remote-free list runs in a circle`);
  }
  return found;
}

/** Compares the lists with the free blocks that the walk met. */
function auditLists(heap: Heap, shard: number, free: Map<Ref, number>, say: (text: string) => void): void {
  const { control, i32 } = heap.slabs;
  const base = heap.base(shard);
  for (let first = 0; first < FIRST_LEVELS; first++) {
    const bits = control[base + BITMAPS + first]!;
    if (((control[base + LEVELS]! >>> first) & 1) !== (bits === 0 ? 0 : 1)) say(`level ${first} is marked wrong`);
    for (let second = 0; second < SECOND_LEVELS; second++) {
      let ref = control[base + HEADS + first * SECOND_LEVELS + second]! as Ref;
      if (((bits >>> second) & 1) !== (ref === NO_REF ? 0 : 1)) say(`class ${first}/${second} is marked wrong`);
      let previous = NO_REF;
      while (ref !== NO_REF) {
        const units = free.get(ref);
        if (units === undefined) {
          say(`class ${first}/${second} lists block ${ref}, which is not free or listed twice`);
          break;
        }
        free.delete(ref);
        if (!fits(units, first, second)) say(`block ${ref} of ${units} units is in class ${first}/${second}`);
        const at = (ref & UNIT_MASK) << 1;
        if (i32[ref >>> SLAB_SHIFT]![at + 2] !== previous) say(`block ${ref} names a wrong block before it`);
        previous = ref;
        ref = i32[ref >>> SLAB_SHIFT]![at + 1]! as Ref;
      }
    }
  }
  for (const ref of free.keys()) say(`free block ${ref} is in no list`);
}

/** Whether a class holds blocks of this size; written down anew, not taken from the allocator. */
function fits(units: number, first: number, second: number): boolean {
  if (first === 0) return units === second;
  const step = 2 ** (first - 1);
  const from = 2 ** (first + 4) + second * step;
  return units >= from && units < from + step;
}
