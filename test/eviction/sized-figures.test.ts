/** Objects of different sizes and costs: what allkeys-cost and allkeys-adaptive make of them, beside policies that know neither. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../src/eviction/policy.ts';
import { Random32 } from '../../src/eviction/random.ts';
import { replay } from '../../src/simulator/replay.ts';
import type { Outcome } from '../../src/simulator/simulation.ts';
import { StoreCache } from '../../src/simulator/store-cache.ts';
import { type Trace, TraceBuilder } from '../../src/simulator/trace.ts';
import { readTrace } from '../../src/simulator/trace-formats.ts';
import { traceFolder } from '../helpers/traces.ts';

let policies: ReadonlyMap<string, EvictionPolicy>;

beforeAll(async () => {
  policies = await loadPolicies();
});

function play(name: string, trace: Trace, bytes: number, objects: number): Outcome {
  return replay(trace, new StoreCache(policies.get(name)!, bytes, true, { objects }), true);
}

describe.skipIf(traceFolder() === undefined)('adaptsize, a public trace with sizes from 1 B to 4 MB', () => {
  // Rows of simple implementations: sampled LRU and GDSF in exact order, object hit %, at 0.5, 2 and 10 % of all bytes.
  it.each([
    [0.005, 18.26, 25.9],
    [0.02, 23.19, 31.6],
    [0.1, 29.71, 37.23],
  ])('%d of all bytes', { timeout: 120_000 }, (share, sampledLru, gdsf) => {
    const trace = readTrace(join(traceFolder()!, 'adaptsize_request.txt.gz'));
    const last = new Float64Array(trace.unique);
    trace.keys.forEach((key, i) => {
      last[key] = trace.sizes![i]!;
    });
    const bytes = Math.floor(last.reduce((sum, size) => sum + size, 0) * share);
    const objects = Math.floor(trace.unique * share);
    for (const name of ['allkeys-cost', 'allkeys-adaptive']) {
      const { hits, requests } = play(name, trace, bytes, objects);
      const percent = (hits / requests) * 100;
      expect(percent).toBeGreaterThan(sampledLru + 4);
      expect(percent).toBeGreaterThan(gdsf - 0.3);
    }
  });
});

describe('objects whose misses cost a hundred times as much', () => {
  /** Three of four requests go to cheap keys, the others to as many dear ones, all with the same popularity. */
  function trace(): Trace {
    const random = new Random32(3);
    const builder = new TraceBuilder();
    for (let i = 0; i < 60_000; i++) {
      const isDear = (random.next() & 3) === 0;
      const key = Math.floor(4_000 ** ((random.next() >>> 0) / 2 ** 32));
      builder.add(`${isDear ? 'dear' : 'cheap'} ${key}`, { size: 100, cost: isDear ? 100 : 1 });
    }
    return builder.build();
  }

  it('are kept: more cost is saved than LRU saves', () => {
    const requests = trace();
    const saved = (name: string): number => {
      const { savedCost, cost } = play(name, requests, 100 * 800, 800);
      return savedCost / cost;
    };
    const lru = saved('allkeys-lru');
    expect(saved('allkeys-cost')).toBeGreaterThan(lru + 0.1);
    // From the start: while it is not certain of anything yet, costs that differ widely say what to begin with.
    expect(saved('allkeys-adaptive')).toBeGreaterThan(saved('allkeys-cost') - 0.01);
  });
});
