import { afterEach, expect, test, vi } from 'vitest';
import { wallClockUs } from '../../src/memory/clock.ts';

afterEach(() => vi.restoreAllMocks());

/** Reads the clock, which must be right to 10 ms, however long this process stands still in between. */
function agrees(): number {
  const before = Date.now();
  const us = wallClockUs();
  expect(us / 1000).toBeGreaterThan(before - 10);
  expect(us / 1000).toBeLessThan(Date.now() + 10);
  return us;
}

test('tells microseconds between the milliseconds of the system', () => {
  const rests = new Set<number>();
  for (let i = 0; i < 2_000; i++) {
    const us = agrees();
    rests.add(us % 1000);
  }
  expect(rests.size).toBeGreaterThan(20);
});

test('follows the clock of the system when that is set', () => {
  const later = Date.now() + 3_600_000;
  vi.spyOn(Date, 'now').mockReturnValue(later);
  expect(Math.abs(wallClockUs() / 1000 - later)).toBeLessThan(10);
  vi.restoreAllMocks();
  agrees();
});
