import { expect, it } from 'vitest';
import { durationShares } from '../../../../src/admin/web/views/duration-shares.ts';

it('turns cumulative counts into shares by class', () => {
  const shares = durationShares([
    [1, 0],
    [2, 50],
    [4, 50],
    [8, 200],
    [16, 200],
  ]);
  expect(shares).toEqual([
    { upToUs: 2, share: 0.25 },
    { upToUs: 4, share: 0 },
    { upToUs: 8, share: 0.75 },
  ]);
});

it('has nothing to show of a command that never ran', () => {
  expect(durationShares([])).toEqual([]);
  expect(durationShares([[1, 0]])).toEqual([]);
});
