/** The simulator prints the published figures of the traces to the last digit, or it is not to be trusted. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Optimal } from '../../src/simulator/exact/optimal.ts';
import { Fifo, Lru } from '../../src/simulator/exact/order.ts';
import { replay } from '../../src/simulator/replay.ts';
import type { SimulatedCache } from '../../src/simulator/simulation.ts';
import { joinTraces, type Trace } from '../../src/simulator/trace.ts';
import { readTrace } from '../../src/simulator/trace-formats.ts';
import { traceFolder } from '../helpers/traces.ts';

const folder = traceFolder();
const load = (name: string): Trace => readTrace(join(folder ?? '', name));
/** ms: a million requests eight times, also beside other work. */
const timeout = 120_000;
const capacities = [250, 500, 750, 1000, 1250, 1500, 1750, 2000];

function hitPercent(trace: Trace, cache: SimulatedCache): number {
  const { hits, requests } = replay(trace, cache, false);
  return (hits / requests) * 100;
}

function percents(trace: Trace, digits: number, make: (capacity: number) => SimulatedCache): string[] {
  return capacities.map((capacity) => hitPercent(trace, make(capacity)).toFixed(digits));
}

describe.skipIf(folder === undefined)('reference figures of the traces', () => {
  it('OLTP, exact LRU', { timeout }, () => {
    const expected = ['16.4734', '23.4454', '28.2807', '32.8309', '36.2097', '38.6960', '40.7882', '42.4697'];
    expect(percents(load('OLTP.lis.gz'), 4, (capacity) => new Lru(capacity))).toEqual(expected);
  });

  it('OLTP, optimum', { timeout }, () => {
    const trace = load('OLTP.lis.gz');
    const expected = ['38.43', '46.42', '50.66', '53.61', '55.83', '57.62', '59.13', '60.40'];
    expect(percents(trace, 2, (capacity) => new Optimal(capacity, trace.keys, trace.unique))).toEqual(expected);
  });

  it('gli, exact LRU and optimum', () => {
    const trace = load('lirs_gli.txt.gz');
    const lru = ['0.91', '0.95', '1.15', '11.21', '21.25', '36.56', '45.04', '57.41'];
    const optimum = ['17.64', '34.26', '46.10', '53.13', '57.29', '57.96', '57.96', '57.96'];
    expect(percents(trace, 2, (capacity) => new Lru(capacity))).toEqual(lru);
    expect(percents(trace, 2, (capacity) => new Optimal(capacity, trace.keys, trace.unique))).toEqual(optimum);
  });

  it('corda, loop and corda again: optimum', () => {
    const corda = load('corda_vaultservice.i64be.gz');
    const trace = joinTraces([
      { trace: corda, space: 'corda' },
      { trace: load('lirs_loop.txt.gz'), space: 'loop' },
      { trace: corda, space: 'corda' },
    ]);
    expect(trace.keys.length).toBe(776_904);
    expect(replay(trace, new Optimal(512, trace.keys, trace.unique), false).hits).toBe(345_956);
  });

  it.each([
    ['OLTP.lis.gz', 914_145, 186_880, 2000, '37.44'],
    ['lirs_multi3.txt.gz', 30_241, 7_454, 1500, '37.67'],
    ['lirs_sprite.txt.gz', 133_996, 7_075, 600, '78.50'],
    ['cache2k_web07.i32be.gz', 76_118, 20_484, 300, '39.00'],
    ['mooncake_conversation_trace.jsonl.gz', 288_500, 182_790, 5000, '10.67'],
    ['adaptsize_request.txt.gz', 66_987, 40_240, 0, '0.00'],
  ])('%s: requests, keys, FIFO', (name, requests, unique, capacity, fifo) => {
    const trace = load(name);
    expect([trace.keys.length, trace.unique]).toEqual([requests, unique]);
    expect(hitPercent(trace, new Fifo(capacity)).toFixed(2)).toBe(fifo);
  });
});
