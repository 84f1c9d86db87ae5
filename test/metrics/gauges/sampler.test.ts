import { describe, expect, it } from 'vitest';
import { G_USED } from '../../../src/memory/layout.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import { STAT, STATS_BYTES, statsRow } from '../../../src/memory/thread-stats.ts';
import { GAUGE, GAUGES_BYTES } from '../../../src/metrics/gauges/gauges.ts';
import { Rate, Sampler } from '../../../src/metrics/gauges/sampler.ts';

describe('a rate', () => {
  it('is the mean growth a second of the last 16 samples', () => {
    const rate = new Rate();
    expect(rate.sample(0, 1000)).toBe(0);
    expect(rate.sample(10, 1100)).toBe(100);
    expect(rate.sample(40, 1200)).toBe(200);
    for (let i = 1; i <= 16; i++) rate.sample(40, 1200 + i * 100);
    expect(rate.sample(40, 2900)).toBe(0);
  });

  it('takes a counter that was reset for one that stood still', () => {
    const rate = new Rate();
    rate.sample(1000, 1000);
    expect(rate.sample(0, 1100)).toBe(0);
  });
});

it('the sampler notes rates, the peak of memory, and the empty size', () => {
  const { control } = createSharedMemory(1);
  const stats = new SharedArrayBuffer(STATS_BYTES);
  const gauges = new SharedArrayBuffer(GAUGES_BYTES);
  const read = new Float64Array(gauges);
  const words = new Int32Array(control);
  const sampler = new Sampler(control, stats, gauges);
  words[G_USED] = 2;
  sampler.started(6379);
  sampler.sample(1000);
  words[G_USED] = 5;
  statsRow(stats, 3)[STAT.commands] = 50;
  sampler.sample(1100);
  words[G_USED] = 1;
  sampler.sample(1200);
  expect(read[GAUGE.port]).toBe(6379);
  expect(read[GAUGE.startupBytes]).toBe(control.byteLength + 128);
  expect([read[GAUGE.peakBytes], read[GAUGE.peakAtMs]]).toEqual([control.byteLength + 320, 1100]);
  expect(read[GAUGE.opsPerSecond]).toBe(250);
  sampler.sampleThread(1_000);
  expect(read[GAUGE.mainHeapUsed]).toBeGreaterThan(0);
  statsRow(stats, 0)[STAT.loopRounds] = 100;
  statsRow(stats, 1)[STAT.loopRounds] = 300;
  statsRow(stats, 1)[STAT.loopActiveUs] = 8_000;
  sampler.sampleThread(2_000);
  expect([read[GAUGE.loopRoundsPerSecond], read[GAUGE.loopActiveUsPerSecond]]).toEqual([400, 8_000]);
});
