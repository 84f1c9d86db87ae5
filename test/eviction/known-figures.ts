/** What simple implementations of known policies hit on public traces (object hit %, unit sizes, cold start). */
import { join } from 'node:path';
import { joinTraces, type Trace } from '../../src/simulator/trace.ts';
import { readTrace } from '../../src/simulator/trace-formats.ts';
import { traceFolder } from '../helpers/traces.ts';

export const FILES = {
  OLTP: 'OLTP.lis.gz',
  gli: 'lirs_gli.txt.gz',
  multi3: 'lirs_multi3.txt.gz',
  sprite: 'lirs_sprite.txt.gz',
  web07: 'cache2k_web07.i32be.gz',
  corda: 'corda_vaultservice.i64be.gz',
  loop: 'lirs_loop.txt.gz',
  'corda + loop ×5 + corda': undefined,
  mooncake: 'mooncake_conversation_trace.jsonl.gz',
} as const;

export type TraceName = keyof typeof FILES;

export interface KnownRow {
  readonly trace: TraceName;
  readonly capacity: number;
  readonly fifo: number;
  readonly lru: number;
  /** Redis' sampled LRU and LFU: 5 samples, pool of 16, no decay. */
  readonly redisLru: number;
  readonly redisLfu: number;
  readonly sieve: number;
  readonly s3fifo: number;
  /** W-TinyLFU with a window of 1 %, and with a hill climber. */
  readonly tinylfu: number;
  readonly climber: number;
}

function row(trace: TraceName, capacity: number, figures: readonly number[]): KnownRow {
  const [fifo, lru, redisLru, redisLfu, sieve, s3fifo, tinylfu, climber] = figures as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { trace, capacity, fifo, lru, redisLru, redisLfu, sieve, s3fifo, tinylfu, climber };
}

export const KNOWN: readonly KnownRow[] = [
  row('OLTP', 250, [15.06, 16.47, 16.29, 16.0, 11.81, 21.71, 22.46, 23.93]),
  row('OLTP', 1000, [28.53, 32.83, 32.51, 29.85, 32.56, 40.84, 35.56, 40.22]),
  row('OLTP', 2000, [37.44, 42.47, 42.22, 38.98, 41.19, 47.01, 42.13, 46.2]),
  row('gli', 500, [0.95, 0.95, 1.1, 12.47, 1.38, 16.13, 33.45, 33.45]),
  row('gli', 1000, [11.14, 11.21, 15.26, 38.84, 31.34, 35.05, 50.76, 50.76]),
  row('multi3', 1500, [37.67, 44.12, 43.85, 48.92, 46.48, 48.85, 55.83, 55.83]),
  row('sprite', 600, [78.5, 83.19, 82.56, 74.4, 77.78, 83.38, 78.07, 80.98]),
  row('web07', 300, [39.0, 41.9, 41.76, 43.09, 45.02, 46.65, 43.22, 46.21]),
  row('corda', 512, [33.33, 33.33, 33.33, 27.06, 0.38, 33.33, 0.93, 28.67]),
  row('loop', 512, [0, 0, 0.29, 38.91, 0, 0, 49.98, 49.22]),
  row('corda + loop ×5 + corda', 512, [11.64, 11.64, 11.83, 12.34, 0.2, 11.64, 32.39, 41.9]),
  row('mooncake', 5000, [10.67, 11.04, 11.05, 9.37, 9.23, 13.82, 13.17, 13.09]),
  row('mooncake', 20_000, [26.59, 28.75, 28.6, 22.04, 20.99, 25.41, 19.43, 19.43]),
];

const loaded = new Map<TraceName, Trace>();

/** Throws when the traces are not there. */
export function knownTrace(name: TraceName): Trace {
  let trace = loaded.get(name);
  if (trace === undefined) {
    const file = FILES[name];
    trace = file === undefined ? aroundLoop() : readTrace(join(traceFolder() ?? '', file));
    loaded.set(name, trace);
  }
  return trace;
}

function aroundLoop(): Trace {
  const corda = knownTrace('corda');
  return joinTraces([
    { trace: corda, space: 'corda' },
    { trace: knownTrace('loop'), space: 'loop' },
    { trace: corda, space: 'corda' },
  ]);
}
