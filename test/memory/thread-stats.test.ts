/** Counters of threads, and what CONFIG RESETSTAT makes of them while their owners go on counting. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  forgetMaxima,
  maxStat,
  noteHold,
  resetStats,
  STAT,
  STATS_BYTES,
  statOf,
  statsRow,
  sumStat,
} from '../../src/memory/thread-stats.ts';

describe('the counters of threads', () => {
  let shared: SharedArrayBuffer;
  let first: Float64Array;
  let second: Float64Array;

  test('have a word each', () => {
    const words = Object.values(STAT);
    expect(new Set(words).size).toBe(words.length);
  });

  beforeEach(() => {
    shared = new SharedArrayBuffer(STATS_BYTES);
    first = statsRow(shared, 0);
    second = statsRow(shared, 15);
    first[STAT.commands] = 10;
    second[STAT.commands] = 5;
    first[STAT.connectedClients] = 3;
  });

  test('add up', () => {
    expect(sumStat(shared, 'commands')).toBe(15);
    expect(statOf(shared, 15, 'commands')).toBe(5);
  });

  test('begin at zero after a reset, although only their owners write them', () => {
    const before = first[STAT.commands]!;
    resetStats(shared, ['connectedClients']);
    expect(sumStat(shared, 'commands')).toBe(0);
    // The owner had read its counter before the reset and writes it after.
    first[STAT.commands] = before + 1;
    expect(sumStat(shared, 'commands')).toBe(1);
    expect(sumStat(shared, 'connectedClients')).toBe(3);
  });

  test('keep the highest value until a reset, which its owner carries out', () => {
    noteHold(first, 70);
    noteHold(first, 40);
    noteHold(second, 90);
    expect(maxStat(shared, 'longestHoldUs')).toBe(90);
    resetStats(shared, []);
    expect(maxStat(shared, 'longestHoldUs')).toBe(0);
    noteHold(first, 20);
    expect(maxStat(shared, 'longestHoldUs')).toBe(20);
    forgetMaxima(second);
    expect(second[STAT.longestHoldUs]).toBe(0);
  });
});
