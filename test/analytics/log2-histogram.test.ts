import { expect, it } from 'vitest';
import { Log2Histogram } from '../../src/analytics/log2-histogram.ts';

it('counts by powers of two', () => {
  const histogram = new Log2Histogram();
  expect(histogram.median()).toBeUndefined();
  for (const value of [0, 1, 2, 3, 1000, 1e12]) histogram.add(value);
  expect(histogram.shares().map(([upTo, share]) => [upTo, Math.round(share * 6)])).toEqual([
    [1, 1],
    [2, 1],
    [4, 2],
    [1024, 1],
    [2 ** 31, 1],
  ]);
});

it('gives the median within its bucket', () => {
  const histogram = new Log2Histogram();
  for (let i = 0; i < 99; i++) histogram.add(5000 + i);
  histogram.add(1e9);
  expect(histogram.median()).toBeGreaterThan(4096);
  expect(histogram.median()).toBeLessThan(8192);
  histogram.halve();
  expect(histogram.total).toBe(50);
  histogram.clear();
  expect(histogram.shares()).toEqual([]);
});
