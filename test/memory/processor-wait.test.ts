/** What a thread waited for a processor is told from what it did. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteWait, waitedUs } from '../../src/memory/processor-wait.ts';
import { noteHold, STAT, STATS_BYTES, statsRow } from '../../src/memory/thread-stats.ts';

const isLinux = process.platform === 'linux';

function workFor(ms: number): number {
  const start = performance.now();
  while (performance.now() - start < ms);
  return (performance.now() - start) * 1000;
}

describe.runIf(isLinux)('waiting for a processor', () => {
  const rivals: ReturnType<typeof spawn>[] = [];

  beforeAll(() => {
    for (let i = 0; i < 4 * availableParallelism(); i++) rivals.push(spawn('sh', ['-c', 'while :; do :; done']));
  });

  afterAll(() => {
    for (const rival of rivals) rival.kill('SIGKILL');
  });

  test('is what others had of it meanwhile', () => {
    noteWait();
    const us = workFor(600);
    expect(waitedUs()).toBeGreaterThan(us / 20);
    expect(waitedUs()).toBeLessThan(us);
    noteWait();
    expect(waitedUs()).toBeLessThan(us / 2);
  });

  test('is not part of what a hold did', () => {
    const row = statsRow(new SharedArrayBuffer(STATS_BYTES), 0);
    noteHold(row, 400);
    expect(row[STAT.longestHoldRunUs]).toBe(400);
    noteWait();
    const us = workFor(600);
    noteHold(row, us);
    expect(row[STAT.longestHoldUs]).toBe(us);
    expect(row[STAT.longestHoldRunUs]).toBeGreaterThan(400);
    expect(row[STAT.longestHoldRunUs]).toBeLessThan(us * 0.95);
  });
});
