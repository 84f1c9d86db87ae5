import { afterEach, expect, test, vi } from 'vitest';
import { wallClockUs } from '../../src/memory/clock.ts';

afterEach(() => vi.restoreAllMocks());

test('tells microseconds between the milliseconds of the system', () => {
  const rests = new Set<number>();
  for (let i = 0; i < 2_000; i++) {
    const us = wallClockUs();
    expect(Math.abs(us / 1000 - Date.now())).toBeLessThan(10);
    rests.add(us % 1000);
  }
  expect(rests.size).toBeGreaterThan(20);
});

test('follows the clock of the system when that is set', () => {
  const later = Date.now() + 3_600_000;
  vi.spyOn(Date, 'now').mockReturnValue(later);
  expect(Math.abs(wallClockUs() / 1000 - later)).toBeLessThan(10);
  vi.restoreAllMocks();
  expect(Math.abs(wallClockUs() / 1000 - Date.now())).toBeLessThan(10);
});
