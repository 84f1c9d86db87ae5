/** Own implementations of known policies reach what simple exact ones do; where one does not, its header says why. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../src/eviction/policy.ts';
import { replay } from '../../src/simulator/replay.ts';
import { StoreCache } from '../../src/simulator/store-cache.ts';
import { traceFolder } from '../helpers/traces.ts';
import { KNOWN, type KnownRow, knownTrace } from './known-figures.ts';

const TOLERANCE = 0.5;

const policies: readonly (readonly [name: string, column: keyof KnownRow])[] = [
  ['allkeys-fifo', 'fifo'],
  ['allkeys-lru', 'redisLru'],
  ['allkeys-lfu', 'redisLfu'],
  ['allkeys-sieve', 'sieve'],
  ['allkeys-s3fifo', 's3fifo'],
  ['allkeys-tinylfu', 'climber'],
];

/** Points by which a policy may stay behind, as its header explains: rounded up to the next half point or so. */
const BEHIND: Readonly<Record<string, number>> = {
  'allkeys-lfu gli 500': 10.5,
  'allkeys-lfu gli 1000': 7,
  'allkeys-lfu multi3 1500': 3,
  'allkeys-lfu loop 512': 1.5,
  'allkeys-sieve web07 300': 1,
  'allkeys-s3fifo OLTP 250': 1.3,
  'allkeys-s3fifo gli 1000': 2.5,
  'allkeys-tinylfu OLTP 1000': 1,
  'allkeys-tinylfu gli 500': 2,
  'allkeys-tinylfu gli 1000': 2,
  'allkeys-tinylfu corda + loop ×5 + corda 512': 2.5,
  'allkeys-tinylfu mooncake 20000': 1,
};

let loaded: ReadonlyMap<string, EvictionPolicy>;

beforeAll(async () => {
  loaded = await loadPolicies();
});

describe.skipIf(traceFolder() === undefined).each(policies)('%s', (name, column) => {
  it.each(KNOWN)('$trace, $capacity objects', { timeout: 120_000 }, (row) => {
    const cache = new StoreCache(loaded.get(name)!, row.capacity, false, { lfuDecayMinutes: 0 });
    const { hits, requests } = replay(knownTrace(row.trace), cache, false);
    const behind = BEHIND[`${name} ${row.trace} ${row.capacity}`] ?? TOLERANCE;
    expect((hits / requests) * 100).toBeGreaterThan((row[column] as number) - behind);
  });
});
