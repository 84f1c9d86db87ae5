import { expect, it } from 'vitest';
import { STAT, STATS_BYTES, statsRow } from '../../../src/memory/thread-stats.ts';
import { Noteworthy } from '../../../src/metrics/logs/noteworthy.ts';
import { SLOW_LOG_BYTES, SlowLog } from '../../../src/metrics/logs/slow-log.ts';

const MINUTE_MS = 60_000;

function start() {
  const stats = new SharedArrayBuffer(STATS_BYTES);
  const slowLog = new SlowLog(new SharedArrayBuffer(SLOW_LOG_BYTES));
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  return {
    row: statsRow(stats, 0),
    slowLog,
    lines,
    noteworthy: new Noteworthy(stats, slowLog, { notice: say, warning: say }),
  };
}

it('says a thing once, and what happened meanwhile together a minute later', () => {
  const { row, lines, noteworthy } = start();
  for (let second = 0; second < 59; second++) {
    row[STAT.rejectedConnections]! += 2;
    noteworthy.look(1_000_000 + second * 1000);
  }
  expect(lines).toEqual(['2 connections were refused (maxclients, or protected mode)']);
  noteworthy.look(1_000_000 + MINUTE_MS);
  expect(lines).toEqual([expect.any(String), '116 connections were refused (maxclients, or protected mode)']);
  noteworthy.look(1_000_000 + 3 * MINUTE_MS);
  expect(lines).toHaveLength(2);
});

it('counts slow commands, also those that the slow log no longer holds, and names the slowest', () => {
  const { slowLog, lines, noteworthy } = start();
  const slow = (name: string, us: number): void =>
    slowLog.add({ seconds: 1, us, args: [name, 'secret'], address: '', clientName: '' }, 10);
  for (let i = 0; i < 40; i++) slow('get', 20_000 + i);
  slow('keys', 90_000);
  noteworthy.look(1_000_000);
  expect(lines).toEqual(['41 slow commands, the slowest KEYS with 90 ms (see SLOWLOG GET)']);
  slowLog.reset();
  noteworthy.look(1_000_000 + 2 * MINUTE_MS);
  slow('sort', 12_000);
  noteworthy.look(1_000_000 + 3 * MINUTE_MS);
  expect(lines.slice(1)).toEqual(['1 slow commands, the slowest SORT with 12 ms (see SLOWLOG GET)']);
});
