import { describe, expect, it } from 'vitest';
import { mix } from './mix.ts';

describe('a mix of everything that takes locks', () => {
  it.each([1, 2, 4])('ends in time and keeps its sums with %i io threads', { timeout: 120_000 }, async (threads) => {
    const { problems, done, busy } = await mix({ threads, ms: 3_000, seed: 7, connections: 12, patienceMs: 30_000 });
    expect(problems).toEqual([]);
    // Each kind of operation was done, and some were refused meanwhile.
    expect(Object.keys(done).length).toBe(21);
    expect(busy).toBeGreaterThan(0);
  });
});
