/** Pages are given by the system before they are needed, and what is in them stays. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KIND_RECORD } from '../../../src/memory/heap/heap.ts';
import { PageToucher } from '../../../src/memory/heap/page-toucher.ts';
import { G_AVOIDED_SLAB, G_TOUCHED_PAGES, PAGE_BYTES, PAGES_PER_SLAB } from '../../../src/memory/layout.ts';
import { type HeapFixture, heapFixture } from './heap-fixture.ts';

const NO_LIMIT = Number.POSITIVE_INFINITY;
const MIB_PAGES = (1024 * 1024) / PAGE_BYTES;

describe('touching pages', () => {
  let fixture: HeapFixture;
  let toucher: PageToucher;

  beforeEach(() => {
    fixture = heapFixture(false);
    toucher = new PageToucher(fixture.heap);
  });

  afterEach(() => fixture.slabs.close());

  const touched = (slab: number): number => fixture.slabs.control[G_TOUCHED_PAGES + slab]!;
  const draw = (extents: number, order: number): number[] =>
    Array.from({ length: extents }, () => fixture.extents.take(1, order));

  test('a heap that does not grow costs nothing', () => {
    expect(toucher.step(1_000, NO_LIMIT)).toBe(false);
    draw(64, 0);
    expect(touched(0)).toBe(64);
    expect(toucher.step(1_050, NO_LIMIT)).toBe(true);
    expect(touched(0)).toBe(72);
    draw(40, 0);
    expect(touched(0)).toBe(104);
    expect(toucher.step(1_100, NO_LIMIT)).toBe(true);
    expect(touched(0)).toBe(112);
    expect(toucher.step(1_600, NO_LIMIT)).toBe(true);
    expect(toucher.step(1_601, NO_LIMIT)).toBe(false);
    expect(toucher.step(900, NO_LIMIT)).toBe(false);
    expect(touched(0)).toBe(112);
  });

  test('what passes the limit of memory is not touched ahead', () => {
    draw(2048, 0);
    toucher.step(1_000, 2068);
    // 2 MiB hold the 20 pages that are left, where 64 would be kept ready.
    expect(touched(0)).toBe(2048 + 32);
    draw(31, 0);
    toucher.step(1_050, 2068);
    expect(touched(0)).toBe(2048 + 32);
    toucher.step(1_060, NO_LIMIT);
    expect(touched(0)).toBe(2048 + 32 + 64);
  });

  test('the first page of each shard is ready, and stays so in a store that was emptied', () => {
    const pages = draw(1, 0);
    toucher.step(1_000, NO_LIMIT);
    expect(touched(0)).toBe(1 + 64);
    fixture.extents.give(pages[0]!);
    fixture.slabs.control[G_TOUCHED_PAGES] = 0;
    expect(toucher.step(9_000, NO_LIMIT)).toBe(false);
    expect(touched(0)).toBe(64);
  });

  test('a small heap has few pages ready, a large one some for all shards at once', () => {
    draw(100, 0);
    toucher.step(1_000, NO_LIMIT);
    expect(touched(0)).toBe(100 + 8);
    draw(20, 0);
    toucher.step(1_001, NO_LIMIT);
    expect(touched(0)).toBe(120 + 8);
    draw(2048 - 120, 0);
    toucher.step(1_002, NO_LIMIT);
    expect(touched(0)).toBe(2048 + 64);
  });

  test('whoever needs pages that are not ready touches them, before it has a lock', () => {
    const { extents } = fixture;
    extents.prepareSlab();
    expect(extents.isShort).toBe(true);
    toucher.touchNext();
    expect([extents.isShort, touched(0)]).toEqual([false, 8]);
    draw(1, 0);
    expect(extents.isShort).toBe(true);
    toucher.touchNext();
    expect([extents.isShort, touched(0)]).toEqual([false, 16]);
    // There was enough: another thread has been here.
    toucher.touchNext();
    expect(touched(0)).toBe(16);
    draw(7, 0);
    expect(extents.isShort).toBe(false);
    draw(1, 0);
    expect(extents.isShort).toBe(true);
    draw(PAGES_PER_SLAB - 9 - 4, 0);
    fixture.extents.prepareSlab();
    toucher.touchNext();
    expect([touched(0), touched(1)]).toEqual([PAGES_PER_SLAB, 32]);
  });

  test('the system gives the pages: the process has grown by them', () => {
    draw(512, 0);
    toucher.step(1_000, NO_LIMIT);
    const before = process.memoryUsage.rss();
    draw(192 * MIB_PAGES - 512, 0);
    toucher.step(1_001, NO_LIMIT);
    // A thirty-second part of 192 MiB is 6 MiB.
    expect(touched(0)).toBeGreaterThanOrEqual(198 * MIB_PAGES);
    expect(process.memoryUsage.rss() - before).toBeGreaterThan(5 * 1024 * 1024);
  });

  test('goes on in the next slab, and past the one that is being emptied', () => {
    draw(PAGES_PER_SLAB - 8, 0);
    fixture.extents.prepareSlab();
    fixture.slabs.control[G_AVOIDED_SLAB] = 2;
    toucher.step(1_000, NO_LIMIT);
    expect(touched(0)).toBe(PAGES_PER_SLAB);
    expect(touched(1)).toBe(0);
    fixture.slabs.control[G_AVOIDED_SLAB] = 0;
    toucher.step(1_001, NO_LIMIT);
    expect(touched(1)).toBe(128);
  });

  test('leaves alone what others have written meanwhile', () => {
    const ref = fixture.heap.allocate(3, 4_000_000, KIND_RECORD);
    const words = fixture.slabs.i32[0]!;
    for (let i = 1; i < 1_000_000; i++) words[ref * 2 + i] = i;
    // As if the pages had been drawn between the look at the counters and the touch.
    fixture.slabs.control[G_TOUCHED_PAGES] = 0;
    toucher.step(1_000, NO_LIMIT);
    for (let i = 1; i < 1_000_000; i++) if (words[ref * 2 + i] !== i) expect.fail(`word ${i}`);
  });

  test('a slab that was touched and never drawn from goes with the one before it', () => {
    const pages = draw(PAGES_PER_SLAB, 0);
    fixture.extents.prepareSlab();
    toucher.step(1_000, NO_LIMIT);
    expect(touched(1)).toBe(128);
    expect(fixture.extents.emptySlabs()).toBe(0);
    for (const page of pages) fixture.extents.give(page);
    expect(fixture.extents.emptySlabs()).toBe(2);
    expect(fixture.extents.dropEmptySlabs(0)).toBe(2);
    fixture.extents.prepareSlab();
    expect(touched(0)).toBe(0);
  });
});
