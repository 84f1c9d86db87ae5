import { expect, it } from 'vitest';
import { Occasions } from '../../src/logging/rate-limit.ts';

it('says a thing at once, and then at most once a minute, with how often it happened', () => {
  const said: number[] = [];
  const occasions = new Occasions((count) => said.push(count));
  occasions.happened(0, 1_000);
  occasions.happened(2, 1_000);
  for (let second = 2; second < 60; second++) occasions.happened(1, second * 1_000);
  expect(said).toEqual([2]);
  occasions.happened(0, 61_000);
  expect(said).toEqual([2, 58]);
  occasions.happened(0, 200_000);
  expect(said).toEqual([2, 58]);
  occasions.happened(1, 200_000);
  expect(said).toEqual([2, 58, 1]);
});
