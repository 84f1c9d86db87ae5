import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { LOCK_CONTENDED, LOCK_FREE, LOCK_HELD, lock, lockWithin, tryLock, unlock } from '../../src/memory/lock.ts';
import type { LockOrder } from './lock-worker.ts';

async function contend(threads: number, rounds: number, hold: number): Promise<Int32Array> {
  const words = new SharedArrayBuffer(4 * 96);
  const reports = Array.from({ length: threads }, async () => {
    const workerData: LockOrder = { words, threads, rounds, hold };
    const worker = new Worker(new URL('./lock-worker.ts', import.meta.url), { workerData });
    const message = once(worker, 'message') as Promise<[{ overlaps: number }]>;
    const [[report]] = await Promise.all([message, once(worker, 'exit')]);
    return report;
  });
  for (const { overlaps } of await Promise.all(reports)) expect(overlaps).toBe(0);
  return new Int32Array(words);
}

describe('lock', () => {
  it.each([
    [2, 100_000, 0],
    [4, 20_000, 20],
    // Holds longer than anybody spins: waiters sleep, and must be woken.
    [3, 300, 200_000],
  ])('lets one of %i threads in at a time', { timeout: 60_000 }, async (threads, rounds, hold) => {
    const words = await contend(threads, rounds, hold);
    expect(words[16]).toBe(threads * rounds);
    expect(words[0]).toBe(LOCK_FREE);
  });

  it('is taken once', () => {
    const words = new Int32Array(new SharedArrayBuffer(64));
    expect(tryLock(words, 3)).toBe(true);
    expect(words[3]).toBe(LOCK_HELD);
    expect(tryLock(words, 3)).toBe(false);
    unlock(words, 3);
    expect(words[3]).toBe(LOCK_FREE);
    lock(words, 3);
    expect(tryLock(words, 3)).toBe(false);
  });

  it('waits no longer than it is told', () => {
    const words = new Int32Array(new SharedArrayBuffer(64));
    lock(words, 0);
    const start = performance.now();
    expect(lockWithin(words, 0, 5)).toBe(false);
    expect(performance.now() - start).toBeGreaterThan(1);
    expect(lockWithin(words, 0, 0)).toBe(false);
    // Somebody who gave up may have said that he sleeps: that costs the holder one wake-up for nobody.
    expect(words[0]).toBe(LOCK_CONTENDED);
    unlock(words, 0);
    expect(lockWithin(words, 0, 0)).toBe(true);
  });
});
