import { describe, expect, it } from 'vitest';
import { hammer } from './hammer.ts';

describe('hammer', () => {
  it.each([
    [1, 300],
    [2, 20],
    [4, 3_000],
  ])('leaves the store whole with %i threads on %i keys', { timeout: 60_000 }, async (threads, keys) => {
    const { problems, done } = await hammer({ threads, keys, ms: 1_500, seed: 1, largest: 60_000 });
    expect(problems).toEqual([]);
    for (const name of ['set', 'get', 'rename', 'expire']) expect(done[name]).toBeGreaterThan(10);
  });

  it.each([
    [1, 10],
    [3, 12],
  ])('leaves collections whole with %i threads on %i keys a type', { timeout: 60_000 }, async (threads, keys) => {
    const { problems, done } = await hammer({ threads, keys, ms: 2_000, seed: 5, largest: 30_000, collections: true });
    expect(problems).toEqual([]);
    expect(Object.values(done).reduce((sum, count) => sum + count)).toBeGreaterThan(100);
  });
});
