/** A heap of its own for a test, and blocks whose contents show whether anybody else wrote into them. */
import { ExtentPool } from '../../../src/memory/heap/extents.ts';
import { Heap } from '../../../src/memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../../src/memory/layout.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import { type SharedMemory, SlabSet } from '../../../src/memory/slabs.ts';
import type { Ref } from '../../../src/memory/types.ts';

export interface HeapFixture {
  readonly shared: SharedMemory;
  readonly slabs: SlabSet;
  readonly extents: ExtentPool;
  readonly heap: Heap;
}

export function heapFixture(poison = true): HeapFixture {
  const shared = createSharedMemory(2, poison);
  const slabs = new SlabSet(shared);
  const extents = new ExtentPool(slabs, shared.pages);
  return { shared, slabs, extents, heap: new Heap(slabs, extents, shared.databases, shared.poison) };
}

/** Fills a block behind its header with words that follow from its place and size. */
export function sign(heap: Heap, ref: Ref): void {
  const words = heap.slabs.i32[ref >>> SLAB_SHIFT]!;
  const at = (ref & UNIT_MASK) << 1;
  const count = heap.blockBytes(ref) >>> 2;
  for (let i = 1; i < count; i++) words[at + i] = Math.imul(ref, 0x9e3779b1) + i;
}

/** Whether a block still holds what `sign` wrote. */
export function isSigned(heap: Heap, ref: Ref): boolean {
  const words = heap.slabs.i32[ref >>> SLAB_SHIFT]!;
  const at = (ref & UNIT_MASK) << 1;
  const count = heap.blockBytes(ref) >>> 2;
  for (let i = 1; i < count; i++) if (words[at + i] !== ((Math.imul(ref, 0x9e3779b1) + i) | 0)) return false;
  return true;
}
