import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../bench/stats/histogram.ts';
import { median, pairRatios, rotated, spreadOf } from '../bench/stats/pairs.ts';
import { Random, randomLetters } from '../bench/stats/random.ts';
import { scatter, Zipf } from '../bench/stats/zipf.ts';

describe('Histogram', () => {
  it('answers every quantile within 0.8 % of the exact one', () => {
    const latencies = fc.array(fc.double({ min: 0.1, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.99, 0.999, 1), (values, q) => {
        const histogram = new Histogram();
        for (const value of values) histogram.record(value);
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
        expect(Math.abs(histogram.quantileUs(q) - exact)).toBeLessThanOrEqual(exact * 0.008 + 0.1);
      }),
    );
  });

  it('keeps count and maximum exactly', () => {
    const histogram = new Histogram();
    for (const value of [3, 1_234_567.8, 12.3]) histogram.record(value);
    expect(histogram.summary()).toMatchObject({ count: 3, maxUs: 1_234_567.8 });
    expect(histogram.quantileUs(1)).toBe(1_234_567.8);
  });

  it('says 0 when empty', () => {
    expect(new Histogram().summary()).toEqual({ count: 0, p50Us: 0, p99Us: 0, p999Us: 0, maxUs: 0 });
  });

  it('counts the requests that a waiting client could not send', () => {
    const histogram = new Histogram();
    histogram.recordCorrected(1000, 100);
    expect(histogram.count).toBe(10);
    expect(histogram.quantileUs(0.5)).toBeCloseTo(500, -1);
    histogram.recordCorrected(50, 100);
    expect(histogram.count).toBe(11);
  });
});

describe('pairs', () => {
  it('takes the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(spreadOf([2, 9, 4])).toEqual({ median: 4, low: 2, high: 9 });
  });

  it('divides pair by pair and leaves out what cannot be divided', () => {
    expect(pairRatios([2, 9, 4], [1, 3, 8])).toEqual([2, 3, 0.5]);
    expect(pairRatios([2, Number.NaN, 4], [0, 3, 8])).toEqual([0.5]);
    expect(pairRatios([2, 3], [4])).toEqual([0.5]);
  });

  it('puts each first in turn', () => {
    expect([0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
    expect(rotated([], 3)).toEqual([]);
  });
});

describe('Random', () => {
  it('repeats itself for the same seed only', () => {
    const draw = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is uniform enough: chi-square of 100 cells over 100,000 draws', () => {
    const random = new Random(1);
    const cells = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const cell = random.below(100);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeGreaterThan(60);
    expect(chiSquare).toBeLessThan(149);
  });

  it('makes letters of any length', () => {
    for (const length of [0, 1, 65_536, 200_001]) {
      expect(randomLetters(length).toString('latin1')).toMatch(new RegExp(`^[a-z]{${length}}$`));
    }
  });
});

describe('Zipf', () => {
  it('draws each rank as often as the distribution says', () => {
    const n = 1000;
    const draws = 400_000;
    const zipf = new Zipf(n, 0.99);
    const random = new Random(3);
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < draws; i++) {
      const rank = zipf.draw(random);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    const sum = counts.reduce((total, _, rank) => total + (rank + 1) ** -0.99, 0);
    for (const rank of [0, 1, 2, 9, 99]) {
      const expected = (draws * (rank + 1) ** -0.99) / sum;
      expect(Math.abs((counts[rank] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it('scatters ranks one to one', () => {
    for (const n of [100, 1000, 100_000]) {
      expect(new Set(Array.from({ length: n }, (_, rank) => scatter(rank, n))).size).toBe(n);
    }
    expect(Math.abs(scatter(0, 100_000) - scatter(1, 100_000))).toBeGreaterThan(100);
  });
});
