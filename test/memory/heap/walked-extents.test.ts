import { expect, it } from 'vitest';
import { beginDrain, drainFreeBlocks } from '../../../src/memory/heap/drain.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { WalkedExtents } from '../../../src/memory/heap/walked-extents.ts';
import { PAGE_SHIFT } from '../../../src/memory/layout.ts';
import { heapFixture } from './heap-fixture.ts';

const SHARD = 0;
const KIND = 3;

it('gives back an extent whose last blocks go while it is made an ordinary one again, with its free blocks off their lists', () => {
  const { heap } = heapFixture();
  const blocks = Array.from({ length: 100 }, () => heap.allocate(SHARD, 64, KIND));
  const page = heap.extents.firstPageOf(blocks[0]!);
  expect(blocks.every((block) => block >>> PAGE_SHIFT === page)).toBe(true);
  for (let i = 0; i < blocks.length; i += 2) heap.free(SHARD, blocks[i]!);
  beginDrain(heap, page);
  while (!drainFreeBlocks(heap, SHARD, page, 10));
  const aside = new WalkedExtents(heap, undefined as never, undefined as never);
  aside.add(page, 0);
  // Some of its holes are free blocks again when the rest is freed.
  expect(aside.settle(10)).toBe(-1);
  for (let i = 1; i < blocks.length; i += 2) heap.free(SHARD, blocks[i]!);
  while (aside.count > 0) aside.settle(10);
  expect(auditHeap(heap).problems).toEqual([]);
  expect(auditHeap(heap).pages).toBe(0);
});
