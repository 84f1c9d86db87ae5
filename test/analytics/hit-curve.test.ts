import { expect, it } from 'vitest';
import { GROUPS, HitCurve } from '../../src/analytics/hit-curve.ts';

/** A thousand reads at each of these distances, in all groups. */
function curveOf(distances: readonly number[]): HitCurve {
  const curve = new HitCurve();
  for (const distance of distances) {
    for (let i = 0; i < 1000; i++) curve.add(distance, 1, i % GROUPS);
  }
  curve.countReads(distances.length * 1000);
  return curve;
}

it('counts a read as a hit where its distance fits', () => {
  const curve = curveOf([0, 1000, 4000, 64_000]);
  const ratios = curve.at([500, 2000, 10_000, 1e6], 1).map(({ hitRatio }) => hitRatio);
  expect(ratios).toEqual([0, 0.25, 0.5, 0.75]);
  expect(curve.at([2000], 1)[0]!.error).toBe(0);
});

it('names the sizes at which it rises', () => {
  const sizes = curveOf([1000, 64_000]).sizes();
  expect(sizes).toHaveLength(4);
  expect(sizes[0]!).toBeLessThanOrEqual(1000);
  expect(sizes[1]!).toBeGreaterThan(1000);
  expect(sizes[3]!).toBeGreaterThan(64_000);
});

it('counts reads that the sample misses as reads of keys that are always there', () => {
  const curve = curveOf([0, 1000]);
  curve.countReads(2000);
  expect(curve.at([2000], 0.5)[0]!.hitRatio).toBe(0.75);
});

it('says that it may be off when its groups differ', () => {
  const curve = new HitCurve();
  for (let i = 0; i < 8000; i++) curve.add(i % GROUPS < 4 ? 1000 : 0, 1, i % GROUPS);
  curve.countReads(8000);
  const [point] = curve.at([2000], 0.1);
  expect(point!.hitRatio).toBeCloseTo(0.5);
  expect(point!.error).toBeGreaterThan(0.2);
});

it('forgets half of its weight in an hour', () => {
  const curve = curveOf([1000]);
  curve.decay(1_000_000);
  curve.decay(1_000_000 + 3_600_000);
  expect(curve.reads).toBeCloseTo(500);
  expect(curve.at([2000], 1)[0]!.hitRatio).toBeCloseTo(1);
});
