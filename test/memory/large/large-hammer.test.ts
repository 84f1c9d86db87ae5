import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { auditLarge } from '../../../src/memory/large/large-audit.ts';
import { SLAB_BYTES } from '../../../src/memory/layout.ts';
import type { LargeRef } from '../../../src/memory/types.ts';
import { openSpace } from './large-fixture.ts';
import type { HammerOrder, HammerReport } from './large-hammer-worker.ts';

const PLACE_WORDS = 16;

function run(order: HammerOrder): Promise<HammerReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./large-hammer-worker.ts', import.meta.url), { workerData: order });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker ended without a report')));
  });
}

/** Threads that share places, and a space too small for all of them. @returns the reports of the threads */
async function hammer(threads: number, places: number, rounds: number, wallBytes: number): Promise<HammerReport[]> {
  const maxSlabs = 3;
  const space = openSpace(maxSlabs);
  const exchange = new SharedArrayBuffer((places + 1) * PLACE_WORDS * 4);
  const wall = wallBytes > 0 ? space.objects.allocate(wallBytes) : 0;
  const shared = { ...space.shared, slabs: space.slabs.snapshot() };
  const reports = await Promise.all(
    Array.from({ length: threads }, (_, i) =>
      run({ shared, exchange, places, threads, maxSlabs, rounds, seed: 77 * (i + 1), tidies: i === 0 }),
    ),
  );
  const audit = auditLarge(space.objects, space.shared);
  expect(audit.problems).toEqual([]);
  const refs = [...new Int32Array(exchange, 0, places * PLACE_WORDS)].filter(
    (word, i) => i % PLACE_WORDS === 1 && word !== 0,
  );
  expect(audit.objects).toBe(refs.length + (wall === 0 ? 0 : 1));
  expect(audit.references).toBe(audit.objects);
  for (const ref of refs) space.objects.release(ref as LargeRef);
  if (wall !== 0) space.objects.release(wall as LargeRef);
  space.objects.reclaimEmptySlabs(0, 0);
  expect(auditLarge(space.objects, space.shared)).toMatchObject({ problems: [], objects: 0, bits: 0, slabs: 0 });
  space.slabs.close();
  return reports;
}

describe('large objects under several threads', () => {
  it('keep their bytes with 2 threads and room for all', { timeout: 120_000 }, async () => {
    const reports = await hammer(2, 8, 4_000, 0);
    expect(reports.every((report) => report.allocated > 500)).toBe(true);
    expect(reports.every((report) => report.refused === 0)).toBe(true);
  });

  it('keep their bytes with 4 threads when there is too little room', { timeout: 120_000 }, async () => {
    const reports = await hammer(4, 40, 2_500, 3 * SLAB_BYTES - 64 * 1024 * 1024);
    expect(reports.every((report) => report.allocated > 100)).toBe(true);
    expect(reports.some((report) => report.refused > 0)).toBe(true);
  });

  it('keep their bytes while slabs come and go and objects move', { timeout: 120_000 }, async () => {
    const reports = await hammer(4, 300, 5_000, 0);
    expect(reports[0]!.moved).toBeGreaterThan(0);
    expect(reports[0]!.dropped).toBeGreaterThan(0);
  });
});
