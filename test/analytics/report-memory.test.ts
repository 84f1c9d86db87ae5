import { expect, it } from 'vitest';
import { makeReport } from '../../src/analytics/make-report.ts';
import { hitRatioAt } from '../../src/analytics/report.ts';
import { ReportMemory, reportsIn } from '../../src/analytics/report-memory.ts';
import { ReuseModel } from '../../src/analytics/reuse-model.ts';
import { ANALYTICS_BYTES } from '../../src/store/usage/sample-layout.ts';

function report(atMs: number) {
  return makeReport(new ReuseModel(), {
    atMs,
    clock: 0,
    samples: 0,
    dropped: 0,
    memoryBytes: 0,
    cpuShare: 0,
    nowBytes: 1000,
    costPerSecond: 0,
    policies: [],
    policyChanges: 0,
    prefixes: [],
  });
}

it('gives readers the latest report, parsed once', () => {
  const shared = new SharedArrayBuffer(ANALYTICS_BYTES);
  const writer = new ReportMemory(shared);
  const reader = reportsIn(shared);
  expect(reader.latest()).toBeUndefined();
  writer.publish(report(1));
  const first = reader.latest();
  expect(first).toEqual(report(1));
  expect(reader.latest()).toBe(first);
  writer.publish(report(2));
  expect(reader.latest()?.atMs).toBe(2);
  writer.publish(undefined);
  expect(reader.latest()).toBeUndefined();
  expect(reportsIn(shared)).toBe(reader);
});

it('counts who asks for a new beginning', () => {
  const memory = new ReportMemory(new SharedArrayBuffer(ANALYTICS_BYTES));
  memory.reset();
  memory.reset();
  expect(memory.resets).toBe(2);
  expect(memory.cheapestUs).toBe(1000);
  memory.cheapestUs = 7;
  expect(memory.cheapestUs).toBe(7);
});

it('finds hit ratios between the points of a curve', () => {
  const curve = [
    { bytes: 100, hitRatio: 0, error: 0 },
    { bytes: 200, hitRatio: 0.5, error: 0.02 },
  ];
  expect(hitRatioAt(curve, 150)).toEqual({ bytes: 150, hitRatio: 0.25, error: 0.01 });
  expect(hitRatioAt(curve, 50).hitRatio).toBe(0);
  expect(hitRatioAt(curve, 900)).toEqual({ bytes: 900, hitRatio: 0.5, error: 0.02 });
  expect(hitRatioAt([], 10).hitRatio).toBe(0);
});
