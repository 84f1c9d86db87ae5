import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../../../src/eviction/load-policies.ts';
import { PolicyTrials } from '../../../src/eviction/trials/policy-trials.ts';
import { replay } from '../../../src/simulator/replay.ts';
import { StoreCache } from '../../../src/simulator/store-cache.ts';
import { traceFolder } from '../../helpers/traces.ts';
import { knownTrace } from '../known-figures.ts';

const OBJECT = 512;

function hashOf(key: number): number {
  let x = Math.imul(key ^ (key >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

function shareOf(trials: PolicyTrials, name: string): number {
  return trials.shares().find((row) => row.name === name)!.share;
}

describe('trials of policies that are not in force', () => {
  it('know nothing before there is a limit, and name the policies that the chooser does not', () => {
    const trials = new PolicyTrials('allkeys-tinylfu');
    trials.read(1, OBJECT, 1, true);
    expect(trials.shares()).toEqual([]);
    const names = (other: 'allkeys-tinylfu' | 'allkeys-adaptive'): string[] => {
      const some = new PolicyTrials(other);
      some.fit(100 * OBJECT, 100, 1, false, 0);
      return some.shares().map(({ name }) => name);
    };
    const fixed = ['allkeys-lfu', 'allkeys-sieve', 'allkeys-s3fifo', 'allkeys-fifo', 'allkeys-random'];
    expect(names('allkeys-tinylfu')).toEqual(['allkeys-tinylfu', ...fixed]);
    expect(names('allkeys-adaptive')).toEqual(['allkeys-adaptive', 'allkeys-lru', 'allkeys-cost', ...fixed]);
  });

  it('follow writes, deletions and another size', () => {
    const trials = new PolicyTrials('allkeys-adaptive');
    trials.fit(100 * OBJECT, 100, 1, false, 0);
    for (let key = 0; key < 50; key++) {
      trials.read(hashOf(key), 0, 1, false);
      trials.write(hashOf(key), OBJECT, 1, true);
      trials.write(hashOf(key), OBJECT, 1, false);
    }
    for (let key = 0; key < 50; key++) trials.read(hashOf(key), OBJECT, 1, true);
    expect(shareOf(trials, 'allkeys-fifo')).toBeCloseTo(0.5, 1);
    for (let key = 0; key < 50; key++) trials.remove(hashOf(key));
    trials.fit(1e6 * OBJECT, 1e6, 1, false, 0);
    trials.clear();
    expect(trials.memoryBytes).toBeLessThan(40_000);
  });

  it('are not misled by a key that everybody asks for', () => {
    const trials = new PolicyTrials('allkeys-tinylfu');
    // A tenth of the keys is looked at; one of those is half of all reads.
    trials.fit(5_000 * OBJECT, 5_000, 0.1, false, 0);
    const hot = 5;
    for (let i = 0; i < 200_000; i++) {
      const hash = i % 2 === 0 ? hot : hashOf(1_000 + ((i * 7_919) % 20_011));
      trials.read(hash, OBJECT, 1, true);
      if (i % 500 === 499) trials.countReads(500);
    }
    // In the sample nine of ten reads are of that key; the others come round, and FIFO never has them.
    expect(shareOf(trials, 'allkeys-fifo')).toBeCloseTo(0.5, 1);
  });
});

describe.skipIf(traceFolder() === undefined)('trials on public traces', () => {
  // OLTP changes little, so that what was hit of late is what is hit from begin to end.
  it('tell what policies hit: OLTP, 1,000 objects', { timeout: 240_000 }, async () => {
    const capacity = 1_000;
    const policies = await loadPolicies();
    const trace = knownTrace('OLTP');
    const trials = new PolicyTrials('allkeys-tinylfu');
    trials.fit(capacity * OBJECT, capacity, 0.25, false, 0);
    const sums = new Map<string, number>();
    const every = Math.floor(trace.keys.length / 50);
    trace.keys.forEach((key, i) => {
      trials.read(hashOf(key), OBJECT, 1, true);
      if (i % 1_000 === 999) trials.countReads(1_000);
      if (i % every !== every - 1) return;
      for (const { name, share } of trials.shares()) sums.set(name, (sums.get(name) ?? 0) + share / 50);
    });
    for (const [name, share] of sums) {
      const { hits, requests } = replay(trace, new StoreCache(policies.get(name)!, capacity, false), false);
      expect(Math.abs(share - hits / requests), name).toBeLessThan(0.05);
    }
  });
});
