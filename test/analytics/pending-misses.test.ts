import { expect, it } from 'vitest';
import { PendingMisses } from '../../src/analytics/pending-misses.ts';

const SECOND = 1_000_000;

it('measures from the first miss to the first write', () => {
  const pending = new PendingMisses();
  pending.missed(1, 100);
  pending.missed(1, 500);
  expect(pending.refilled(1, 1_100)).toBe(1_000);
  expect(pending.refilled(1, 2_000)).toBe(-1);
  expect(pending.refilled(2, 2_000)).toBe(-1);
});

it('takes no sample after 60 s, and a later miss begins anew', () => {
  const pending = new PendingMisses();
  pending.missed(1, 1);
  expect(pending.refilled(1, 61 * SECOND)).toBe(-1);
  pending.missed(1, 1);
  pending.missed(1, 70 * SECOND);
  expect(pending.refilled(1, 71 * SECOND)).toBe(SECOND);
});

it('survives a clock that wraps', () => {
  const pending = new PendingMisses();
  pending.missed(-5, (2 ** 31 - 10) | 0);
  expect(pending.refilled(-5, (2 ** 31 + 90) | 0)).toBe(100);
});
