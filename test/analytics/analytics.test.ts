import { beforeEach, expect, it, vi } from 'vitest';
import { Analytics } from '../../src/analytics/analytics.ts';
import { ReportMemory } from '../../src/analytics/report-memory.ts';
import { RULES } from '../../src/eviction/adaptive/rules.ts';
import { G_SAMPLE_BELOW } from '../../src/memory/layout.ts';
import { ANALYTICS_BYTES } from '../../src/store/usage/sample-layout.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

/** A machine on which each look at the clock finds so much gone, and how much of it others had the processor. */
const machine = { stepUs: 0, othersShare: 0, nowUs: 0, waitedUs: 0 };
vi.mock(import('../../src/memory/clock.ts'), async (original) => {
  const real = await original();
  const monotonicUs = (): number => {
    if (machine.stepUs === 0) return real.monotonicUs();
    machine.nowUs += machine.stepUs;
    machine.waitedUs += machine.stepUs * machine.othersShare;
    return machine.nowUs;
  };
  return { ...real, monotonicUs };
});
vi.mock(import('../../src/memory/processor-wait.ts'), async (original) => ({
  ...(await original()),
  allWaitedUs: () => machine.waitedUs,
}));

const ON = { analytics: true, costPerSecond: '0.5' };
const OFF = { analytics: false, costPerSecond: '0' };
let server: InProcess;
let analytics: Analytics;
let reports: ReportMemory;
let nowMs = 1_800_000_000_000;

beforeEach(async () => {
  Object.assign(machine, { stepUs: 0, othersShare: 0, nowUs: 0, waitedUs: 0 });
  server = await startInProcess();
  const shared = new SharedArrayBuffer(ANALYTICS_BYTES);
  server.store.samples.attach(shared, 0);
  server.store.costs.attach(shared);
  analytics = new Analytics(server.store, server.limit, shared, server.store.stats.buffer as SharedArrayBuffer, 1);
  reports = new ReportMemory(shared);
});

function second(): void {
  nowMs += 1000;
  while (analytics.step(nowMs) === 0) nowMs++;
}

function used(): number {
  return server.limit.usedBytes();
}

it('samples nothing, takes no memory and tells nothing while it is off', () => {
  const before = used();
  analytics.configure(OFF, []);
  second();
  server.ask('SET k v');
  second();
  expect(server.store.control[G_SAMPLE_BELOW]).toBe(0);
  expect(reports.latest()).toBeUndefined();
  server.ask('FLUSHALL');
  expect(used()).toBe(before);
});

it('samples all keys at first, tells what it knows once a second, and leaves the cache its memory', () => {
  const before = used();
  analytics.configure(ON, []);
  second();
  expect(server.store.control[G_SAMPLE_BELOW]).toBe(0x7fffffff);
  for (let i = 0; i < 100; i++) server.ask(`SET page:${i} v`);
  for (let i = 0; i < 50; i++) server.ask(`GET page:${i}`);
  second();
  const report = reports.latest()!;
  expect(report.sampling).toMatchObject({ rate: 1, keys: 100, dropped: 0 });
  expect(report.prefixes).toMatchObject([{ prefix: 'page:', hits: 50, misses: 0, writes: 100, keys: 100 }]);
  expect(report.uniqueKeysPerMinute).toBe(100);
  expect(report.oneHitWonderShare).toBe(0.5);
  expect(report.workingSet[0]!.bytes).toBe(report.prefixes[0]!.bytes);
  server.ask('FLUSHALL');
  expect(report.sampling.memoryBytes).toBeGreaterThan(100_000);
  expect(report.sampling.memoryBytes).toBeLessThan(8_000_000);
  expect(used()).toBe(before);
  analytics.configure(OFF, []);
  second();
  expect(used()).toBe(before);
  expect(reports.latest()).toBeUndefined();
});

it('keeps sampling for the adaptive policy while it is off', () => {
  server.limit.applyLimit(64 * 1024 * 1024);
  analytics.configure(OFF, RULES);
  second();
  expect(server.store.control[G_SAMPLE_BELOW]!).toBeGreaterThan(0);
  expect(server.store.control[G_SAMPLE_BELOW]!).toBeLessThan(0x7fffffff);
  expect(reports.latest()).toBeUndefined();
});

it('begins anew when statistics are reset', () => {
  analytics.configure(ON, []);
  second();
  server.ask('SET page:1 v');
  second();
  expect(reports.latest()!.sampling.keys).toBe(1);
  reports.reset();
  server.ask('GET page:2');
  second();
  expect(reports.latest()!.sampling.keys).toBe(0);
});

it.each([
  [1, true],
  [0, false],
])('looks at fewer keys for time that it spent, not for time that others had (share %d)', (othersShare, isKept) => {
  analytics.configure(ON, []);
  second();
  Object.assign(machine, { stepUs: 200_000, othersShare });
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 3_000; i++) server.ask(`SET page:${i} v`);
    nowMs += 300;
    while (analytics.step(nowMs) === 0);
  }
  expect(server.store.control[G_SAMPLE_BELOW] === 0x7fffffff).toBe(isKept);
});
