import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../../src/eviction/policy.ts';
import { replay } from '../../../src/simulator/replay.ts';
import { StoreCache } from '../../../src/simulator/store-cache.ts';
import { traceFolder } from '../../helpers/traces.ts';
import { exactHitPercent } from '../exact-window-tinylfu.ts';
import { KNOWN, knownTrace } from '../known-figures.ts';
import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-tinylfu', 'climber', { 'gli 500': 1.5, 'gli 1000': 2 });

/** Points: the bar that holds where nothing is to be explained. */
const TOLERANCE = 0.5;

/** Nothing is owed to sampling: the exact policy with the same margin and the same room hits as much. */
describe.skipIf(traceFolder() === undefined)('what allkeys-tinylfu stays behind by at gli', () => {
  let policy: EvictionPolicy;
  beforeAll(async () => {
    policy = (await loadPolicies()).get('allkeys-tinylfu')!;
  });

  it.each(KNOWN.filter(({ trace }) => trace === 'gli'))('$capacity objects', ({ capacity, tinylfu }) => {
    const trace = knownTrace('gli');
    expect(Math.abs(exactHitPercent(trace.keys, capacity) - tinylfu)).toBeLessThan(TOLERANCE);
    const cache = new StoreCache(policy, capacity, false);
    const { hits, requests } = replay(trace, cache, false);
    const room = capacity - Math.ceil(cache.overhead);
    expect(room).toBeGreaterThan(capacity * 0.97);
    expect((hits / requests) * 100).toBeGreaterThan(exactHitPercent(trace.keys, room, 1) - TOLERANCE);
  });
});
