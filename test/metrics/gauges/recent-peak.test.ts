import { expect, test } from 'vitest';
import { RecentPeak } from '../../../src/metrics/gauges/recent-peak.ts';

test('is the highest of the last values', () => {
  const peak = new RecentPeak(8);
  const seen = [3, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0].map((value) => peak.sample(value));
  expect(seen).toEqual([3, 9, 9, 9, 9, 9, 9, 9, 9, 1, 0]);
});
