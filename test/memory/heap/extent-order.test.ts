import { expect, it } from 'vitest';
import { extentOrder } from '../../../src/memory/heap/extent-order.ts';
import { MAX_EXTENT_ORDER, PAGE_BYTES, UNIT_BYTES } from '../../../src/memory/layout.ts';

const unitsOf = (bytes: number): number => bytes / UNIT_BYTES;

it('draws single pages for small blocks, however large the shard is', () => {
  for (const pages of [0, 1, 100, 100_000]) expect(extentOrder(pages, unitsOf(96))).toBe(0);
});

it('draws more for larger blocks, but never more than an eighth of what the shard has', () => {
  expect(extentOrder(0, unitsOf(32_768))).toBe(0);
  expect(extentOrder(64, unitsOf(32_768))).toBe(3);
  expect(extentOrder(1_000_000, unitsOf(32_768))).toBe(4);
});

it('always has room for the block and its frame', () => {
  for (let bytes = PAGE_BYTES; bytes <= 64 * PAGE_BYTES - 16; bytes += 40_000) {
    const units = unitsOf(Math.ceil(bytes / 8) * 8);
    const order = extentOrder(0, units);
    expect(order).toBeLessThanOrEqual(MAX_EXTENT_ORDER);
    expect(PAGE_BYTES << order).toBeGreaterThanOrEqual((units + 2) * UNIT_BYTES);
  }
});
