import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../src/eviction/policy.ts';
import { Fifo, Lru } from '../../src/simulator/exact/order.ts';
import type { SimulatedCache } from '../../src/simulator/simulation.ts';
import { StoreCache } from '../../src/simulator/store-cache.ts';

let policies: ReadonlyMap<string, EvictionPolicy>;

beforeAll(async () => {
  policies = await loadPolicies();
});

/** Keys of which few are asked for often: key k about as often as 1 / k. */
function skewed(count: number, keys: number): number[] {
  let random = 1;
  return Array.from({ length: count }, () => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(keys ** ((random >>> 0) / 2 ** 32));
  });
}

function hits(cache: SimulatedCache, keys: readonly number[]): number {
  let count = 0;
  keys.forEach((key, i) => {
    if (cache.access(key, 1, i)) count++;
  });
  return count / keys.length;
}

describe('the simulated store', () => {
  it.each([
    ['allkeys-lru', (capacity: number) => new Lru(capacity)],
    ['allkeys-fifo', (capacity: number) => new Fifo(capacity)],
  ])('with %s is near the exact order', (name, exact) => {
    const keys = skewed(30_000, 2000);
    const got = hits(new StoreCache(policies.get(name)!, 200, false), keys);
    expect(Math.abs(got - hits(exact(200), keys))).toBeLessThan(0.02);
  });

  it('holds what fits, and no more', () => {
    for (const name of ['allkeys-lru', 'allkeys-cost', 'allkeys-adaptive']) {
      const cache = new StoreCache(policies.get(name)!, 1000, false);
      const keys = skewed(10_000, 8000);
      const misses = keys.length - Math.round(hits(cache, keys) * keys.length);
      const held = misses - cache.evictions;
      expect(held).toBeLessThanOrEqual(1000);
      expect(held).toBeGreaterThan(850);
    }
  });

  it('never stores what is larger than itself', () => {
    const cache = new StoreCache(policies.get('allkeys-lru')!, 100, true, { objects: 10 });
    expect([cache.access(1, 200, 0), cache.access(1, 200, 1)]).toEqual([false, false]);
    expect(cache.evictions).toBe(0);
  });
});
