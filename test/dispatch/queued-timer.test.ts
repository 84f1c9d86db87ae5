import { beforeEach, expect, it, vi } from 'vitest';
import { Client } from '../../src/dispatch/client.ts';
import { COMMAND_METRICS_BYTES, CommandMetrics, commandTotals } from '../../src/dispatch/command-metrics.ts';
import { CommandTimer } from '../../src/dispatch/command-timer.ts';
import { QueuedTimer } from '../../src/dispatch/queued-timer.ts';
import { ParsedRequest, type Row } from '../../src/dispatch/request.ts';
import { STATS_BYTES, statsRow } from '../../src/memory/thread-stats.ts';

let nowUs = 0;
let readings = 0;
vi.mock(import('../../src/memory/clock.ts'), async (original) => ({
  ...(await original()),
  monotonicUs: () => {
    readings++;
    return nowUs;
  },
}));

const GET = { id: 1 } as Row;
const KEYS = { id: 2 } as Row;
const client = new Client(1, '', '', 0, true);
const request = new ParsedRequest();
let shared: SharedArrayBuffer;
let timer: CommandTimer;
let queued: QueuedTimer;
let told: [id: number, us: number][];

beforeEach(() => {
  nowUs = 1_000;
  shared = new SharedArrayBuffer(COMMAND_METRICS_BYTES);
  const metrics = new CommandMetrics(shared, 0);
  const stats = statsRow(new SharedArrayBuffer(STATS_BYTES), 0);
  timer = new CommandTimer(metrics, stats, { byteCount: 0 }, { longWorks: 0 }, { waitedUs: 0 });
  queued = new QueuedTimer(timer, metrics);
  told = [];
  timer.onTimed = (row, _client, _request, us) => told.push([row.id, us]);
  readings = 0;
});

function run(row: Row, us: number): void {
  queued.begin(row, client, request, row === GET);
  nowUs += us;
}

it('times quick commands in runs and all others one by one', () => {
  queued.start();
  for (let i = 0; i < 10; i++) run(GET, 3);
  run(KEYS, 50);
  run(KEYS, 60);
  run(GET, 4);
  queued.endRun();
  expect(commandTotals(shared, GET.id)).toMatchObject({ calls: 11, us: 34 });
  expect(commandTotals(shared, KEYS.id)).toMatchObject({ calls: 2, us: 110 });
  // Told of the ones that stood alone.
  expect(told).toEqual([
    [KEYS.id, 50],
    [KEYS.id, 60],
    [GET.id, 4],
  ]);
  expect(readings).toBe(5);
});

it('times quick ones by themselves while somebody wants each, and behind a slow run', () => {
  timer.slowUs = 100;
  queued.start();
  run(GET, 1);
  run(GET, 200);
  queued.endRun();
  expect(told).toEqual([]);
  queued.start();
  run(GET, 1);
  run(GET, 200);
  queued.endRun();
  expect(told).toEqual([
    [GET.id, 1],
    [GET.id, 200],
  ]);
  timer.isExact = true;
  queued.start();
  run(GET, 5);
  queued.endRun();
  expect(told.at(-1)).toEqual([GET.id, 5]);
  expect(commandTotals(shared, GET.id)).toMatchObject({ calls: 5, us: 407 });
});

it('leaves out a command that is not done', () => {
  queued.start();
  run(GET, 2);
  run(KEYS, 9);
  queued.abandon();
  queued.endRun();
  expect(commandTotals(shared, GET.id)).toMatchObject({ calls: 1, us: 2 });
  expect(commandTotals(shared, KEYS.id)).toMatchObject({ calls: 0, us: 0 });
});
