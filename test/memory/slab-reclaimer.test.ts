import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KIND_RECORD } from '../../src/memory/heap/heap.ts';
import { auditHeap } from '../../src/memory/heap/heap-audit.ts';
import { LargeObjects } from '../../src/memory/large/large-objects.ts';
import { G_HEAP_SLAB_PAGES } from '../../src/memory/layout.ts';
import { SlabReclaimer } from '../../src/memory/slab-reclaimer.ts';
import type { Ref } from '../../src/memory/types.ts';
import { type HeapFixture, heapFixture } from './heap/heap-fixture.ts';

let fixture: HeapFixture;
let reclaimer: SlabReclaimer;

beforeEach(() => {
  fixture = heapFixture(false);
  reclaimer = new SlabReclaimer(fixture.extents, new LargeObjects(fixture.slabs, fixture.shared));
});

afterEach(() => {
  expect(auditHeap(fixture.heap).problems).toEqual([]);
  fixture.slabs.close();
});

/** Fills so many slabs, and returns the blocks. */
function fill(slabs: number): Ref[] {
  return Array.from({ length: slabs * 63 }, () => fixture.heap.allocate(3, 4_194_000, KIND_RECORD));
}

function pagesOf(count: number): number[] {
  return [...fixture.slabs.control.subarray(G_HEAP_SLAB_PAGES, G_HEAP_SLAB_PAGES + count)];
}

describe('slab reclaimer', () => {
  it('keeps one empty slab for a while, and drops the others at once', () => {
    const blocks = fill(3);
    expect(pagesOf(4).at(-1)).toBe(-1);
    expect(reclaimer.step(1_000)).toBe(0);
    for (const ref of blocks) fixture.heap.free(3, ref);
    expect(pagesOf(3)).toEqual([0, 0, 0]);
    expect(reclaimer.step(1_200)).toBe(2);
    expect(pagesOf(3)).toEqual([0, -1, -1]);
    expect(reclaimer.step(2_000)).toBe(0);
    expect(reclaimer.step(3_300)).toBe(1);
    expect(pagesOf(3)).toEqual([-1, -1, -1]);
    expect(fixture.slabs.i32[0]!.length).toBe(0);
    for (const ref of fill(1)) fixture.heap.free(3, ref);
  });

  it('looks now and then only', () => {
    const blocks = fill(2);
    expect(reclaimer.step(1_000)).toBe(0);
    for (const ref of blocks) fixture.heap.free(3, ref);
    expect(reclaimer.step(1_001)).toBe(0);
    expect(reclaimer.step(1_200)).toBe(1);
  });

  it('leaves a slab alone that was made ready and never used', () => {
    expect(fixture.extents.prepareSlab()).toBe(true);
    for (let ms = 0; ms < 10_000; ms += 500) expect(reclaimer.step(ms)).toBe(0);
    expect(pagesOf(1)).toEqual([0]);
  });
});
