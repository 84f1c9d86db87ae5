import { beforeEach, expect, it, vi } from 'vitest';
import { Client } from '../../src/dispatch/client.ts';
import { COMMAND_METRICS_BYTES, CommandMetrics, commandTotals } from '../../src/dispatch/command-metrics.ts';
import { CommandTimer } from '../../src/dispatch/command-timer.ts';
import { ParsedRequest, type Row } from '../../src/dispatch/request.ts';
import { maxStat, resetStats, STAT, STATS_BYTES, statsRow } from '../../src/memory/thread-stats.ts';

let nowUs = 0;
const heap = { longWorks: 0 };
const locks = { waitedUs: 0 };
vi.mock(import('../../src/memory/clock.ts'), async (original) => ({ ...(await original()), monotonicUs: () => nowUs }));

const GET = { id: 1, hasNoKeys: false } as Row;
const PING = { id: 2, hasNoKeys: true } as Row;
const client = new Client(1, '', '', 0, true);
const request = new ParsedRequest();
let shared: SharedArrayBuffer;
let stats: Float64Array;
let statsMemory: SharedArrayBuffer;
let timer: CommandTimer;
let told: [id: number, us: number][];

beforeEach(() => {
  nowUs = 1_000;
  shared = new SharedArrayBuffer(COMMAND_METRICS_BYTES);
  statsMemory = new SharedArrayBuffer(STATS_BYTES);
  stats = statsRow(statsMemory, 0);
  timer = new CommandTimer(new CommandMetrics(shared, 0), stats, { byteCount: 0 }, heap, locks);
  told = [];
  timer.onTimed = (row, _client, _request, us) => told.push([row.id, us]);
});

/** Runs a command that holds its locks for all of its time. */
function run(row: Row, us: number, isQuick: boolean): void {
  timer.begin(row, client, request, isQuick);
  const since = timer.holds();
  nowUs += us;
  timer.held(since);
  timer.end();
}

it('times quick commands in runs, and counts each', () => {
  for (let i = 0; i < 5; i++) run(GET, 3, true);
  run(PING, 7, true);
  timer.endRun();
  expect(commandTotals(shared, GET.id)).toMatchObject({ calls: 5, us: 15 });
  expect(commandTotals(shared, PING.id)).toMatchObject({ calls: 1, us: 7 });
  expect(stats[STAT.commands]).toBe(6);
  expect(told).toEqual([]);
});

it('says whether a run is under way, whose commands share the time', () => {
  expect(timer.isRunOf(GET)).toBe(false);
  run(GET, 3, true);
  expect([timer.isRunOf(GET), timer.isRunOf(PING)]).toEqual([true, false]);
  timer.endRun();
  expect(timer.isRunOf(GET)).toBe(false);
  timer.begin(GET, client, request, false);
  expect(timer.isRunOf(GET)).toBe(false);
});

it('forgets the longest hold when that is asked for, with the next one', () => {
  run(GET, 900, false);
  expect(maxStat(statsMemory, 'longestHoldUs')).toBe(900);
  resetStats(statsMemory, []);
  expect(maxStat(statsMemory, 'longestHoldUs')).toBe(0);
  run(GET, 20, false);
  expect(maxStat(statsMemory, 'longestHoldUs')).toBe(20);
});

it('does not add up what several growing tables take', () => {
  for (let i = 0; i < 10; i++) {
    run(GET, 100, true);
    heap.longWorks++;
  }
  timer.endRun();
  expect(commandTotals(shared, GET.id)).toMatchObject({ calls: 10, us: 1_000 });
  expect(stats[STAT.longestHoldUs]).toBe(0);
  for (let i = 0; i < 10; i++) run(GET, 100, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(1_000);
});

it('tells of every command that is not quick', () => {
  run(GET, 10, false);
  run(GET, 20, false);
  expect(told).toEqual([
    [GET.id, 10],
    [GET.id, 20],
  ]);
  expect(stats[STAT.longestHoldUs]).toBe(20);
});

it('tells of a slow quick command that stands alone in its run', () => {
  timer.slowUs = 100;
  run(GET, 100, true);
  timer.endRun();
  run(GET, 99, true);
  timer.endRun();
  expect(told).toEqual([[GET.id, 100]]);
});

it('looks at each command for a while after a run that was slow', () => {
  timer.slowUs = 100;
  run(GET, 10, true);
  run(GET, 400, true);
  timer.endRun();
  expect(told).toEqual([]);
  run(GET, 300, true);
  run(GET, 5, true);
  expect(told).toEqual([
    [GET.id, 300],
    [GET.id, 5],
  ]);
  for (let i = 0; i < 1_022; i++) run(GET, 1, true);
  const before = told.length;
  run(GET, 1, true);
  run(GET, 1, true);
  timer.endRun();
  expect(told.length).toBe(before);
});

it('takes a long run for one hold of a lock, unless it holds none', () => {
  run(GET, 499, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(0);
  run(PING, 900, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(0);
  run(GET, 300, true);
  run(GET, 200, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(500);
});

it('does not take for a hold what a command waited for its lock', () => {
  run(GET, 3, true);
  locks.waitedUs += 900;
  run(GET, 1_500, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(603);
  run(GET, 602, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(603);
});

it('does not count a command that has to wait', () => {
  run(GET, 3, true);
  timer.begin(GET, client, request, true);
  timer.abandon();
  timer.endRun();
  timer.begin(GET, client, request, false);
  timer.abandon();
  timer.endRun();
  expect(commandTotals(shared, GET.id).calls).toBe(1);
});

it('does not take for a hold what a command does when its locks are given back', () => {
  timer.begin(GET, client, request, true);
  nowUs += 600;
  timer.leftLocks();
  nowUs += 5_000;
  timer.end();
  // Not a run with the one before: that holds no lock any more.
  run(GET, 700, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(700);
  expect(commandTotals(shared, GET.id)).toMatchObject({ calls: 2, us: 6_300 });
  run(GET, 900, true);
  timer.endRun();
  expect(stats[STAT.longestHoldUs]).toBe(900);
});

/** Runs a command that is not quick under one lock, for which it waits, and does more when that is given back. */
function runUnderOne(waitUs: number, us: number, moreUs: number, leaves: boolean): void {
  timer.begin(GET, client, request, false);
  nowUs += waitUs;
  locks.waitedUs += waitUs;
  const since = timer.holdsOne();
  nowUs += us;
  timer.heldOne(since);
  if (leaves) timer.leftLocks();
  nowUs += moreUs;
  timer.end();
}

it('counts one lock as held from the begin of the command, or from the end of its wait', () => {
  runUnderOne(0, 20, 0, false);
  expect(stats[STAT.longestHoldUs]).toBe(20);
  runUnderOne(700, 30, 0, false);
  expect(stats[STAT.longestHoldUs]).toBe(30);
  expect(told).toEqual([
    [GET.id, 20],
    [GET.id, 730],
  ]);
});

it('takes a command for done when its one lock is given back, unless it works on without', () => {
  runUnderOne(0, 20, 5, false);
  runUnderOne(0, 20, 500, true);
  run(GET, 7, false);
  expect(told).toEqual([
    [GET.id, 20],
    [GET.id, 520],
    [GET.id, 7],
  ]);
  expect(stats[STAT.longestHoldUs]).toBe(20);
});
