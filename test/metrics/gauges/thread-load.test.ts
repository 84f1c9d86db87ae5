import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { STAT, STATS_BYTES, statsRow } from '../../../src/memory/thread-stats.ts';
import { noteLoop } from '../../../src/metrics/gauges/thread-heap.ts';
import { LONGEST_OF_SECONDS, LoopDelayMonitor, threadCpuUs } from '../../../src/metrics/gauges/thread-load.ts';

/** Holds the event loop up. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

it('tells a standstill wherever it lies between two readings', async () => {
  const monitor = new LoopDelayMonitor();
  await sleep(220);
  for (const [before, after] of [
    [0, 220],
    [220, 0],
    [130, 130],
  ] as const) {
    monitor.take();
    await sleep(before);
    standStill(300);
    // Nothing has been looked at since: it is told by the reading after.
    const first = monitor.take();
    await sleep(after + 150);
    const second = monitor.take();
    const longestUs = Math.max(first.maxUs, second.maxUs);
    expect(longestUs).toBeGreaterThan(180_000);
    expect(longestUs).toBeLessThan(2_000_000);
    expect(Math.max(first.meanUs, second.meanUs)).toBeGreaterThan(10_000);
  }
  await sleep(220);
  monitor.take();
  expect(monitor.take()).toMatchObject({ meanUs: 0, maxUs: 0 });
  // Whoever comes a minute later is told, and nobody after.
  const { longestUs } = monitor.take();
  expect(longestUs).toBeGreaterThan(180_000);
  for (let second = 0; second < LONGEST_OF_SECONDS; second++) monitor.take();
  expect(monitor.take().longestUs).toBeLessThan(180_000);
});

it('tells processor time, and no other', () => {
  const before = threadCpuUs();
  standStill(200);
  expect(threadCpuUs() - before).toBeLessThan(100_000);
  const until = performance.now() + 200;
  while (performance.now() < until);
  expect(threadCpuUs() - before).toBeGreaterThan(20_000);
});

it('tells the rounds of the event loop, and how long it did not wait', async () => {
  const stats = statsRow(new SharedArrayBuffer(STATS_BYTES), 0);
  noteLoop(stats);
  const [rounds, activeUs] = [stats[STAT.loopRounds]!, stats[STAT.loopActiveUs]!];
  standStill(50);
  await sleep(50);
  noteLoop(stats);
  expect(stats[STAT.loopRounds]).toBeGreaterThan(rounds);
  expect(stats[STAT.loopActiveUs]! - activeUs).toBeGreaterThan(45_000);
});
