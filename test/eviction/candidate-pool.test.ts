import { describe, expect, it } from 'vitest';
import { CandidatePool } from '../../src/eviction/candidate-pool.ts';
import { Random32 } from '../../src/eviction/random.ts';
import type { Ref } from '../../src/memory/types.ts';
import type { Keyspace } from '../../src/store/keyspace.ts';

/** Records of which all that is asked for follows from their reference. */
const store = {
  records: { hash: (ref: Ref) => ref * 3, accessClock: (ref: Ref) => ref * 5 },
} as unknown as Keyspace;

describe('a pool of candidates', () => {
  it('keeps the sixteen best of all that were offered, each once, the best last', () => {
    const random = new Random32(7);
    for (let round = 0; round < 200; round++) {
      const pool = new CandidatePool();
      const offered = new Map<number, number>();
      for (let i = 0; i < 60; i++) {
        const ref = ((random.next() >>> 0) % 40) + 1;
        const score = offered.get(ref) ?? (random.next() >>> 0) % 1_000;
        offered.set(ref, score);
        pool.offer(store, ref as Ref, ref * 7, score);
      }
      const best = [...offered.values()].sort((a, b) => a - b).slice(-16);
      expect([...pool.scores.subarray(0, pool.count)]).toEqual(best);
      const refs = [...pool.refs.subarray(0, pool.count)];
      expect(new Set(refs).size).toBe(pool.count);
      for (let i = 0; i < pool.count; i++) {
        const ref = refs[i]!;
        expect([pool.scores[i], pool.hashes[i], pool.places[i], pool.clocks[i]]).toEqual([
          offered.get(ref),
          ref * 3,
          ref * 7,
          ref * 5,
        ]);
      }
    }
  });

  it('knows a record anew that was used since it was met', () => {
    let clock = 1;
    const used = { records: { hash: (ref: Ref) => ref, accessClock: () => clock } } as unknown as Keyspace;
    const pool = new CandidatePool();
    pool.offer(used, 1 as Ref, 0, 50);
    pool.offer(used, 2 as Ref, 0, 40);
    pool.offer(used, 1 as Ref, 0, 60);
    expect([...pool.scores.subarray(0, pool.count)]).toEqual([40, 50]);
    clock = 2;
    pool.offer(used, 1 as Ref, 0, 30, 7);
    expect([...pool.scores.subarray(0, pool.count)]).toEqual([30, 40]);
    expect([pool.refs[0], pool.clocks[0], pool.uses[0]]).toEqual([1, 2, 7]);
  });
});
