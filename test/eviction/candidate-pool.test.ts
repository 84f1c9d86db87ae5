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
});
