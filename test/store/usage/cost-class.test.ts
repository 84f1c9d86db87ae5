import { expect, it } from 'vitest';
import { MAX_COST_CLASS } from '../../../src/store/record-header.ts';
import { costClassOf, costOf } from '../../../src/store/usage/cost-class.ts';

it('reaches from 1 to a thousand, nearest class by ratio', () => {
  for (let each = 0; each <= MAX_COST_CLASS; each++) expect(costClassOf(costOf(each))).toBe(each);
  expect([0, 0.5, 1, 1.6, 1.7, 20, 1e6, Infinity].map(costClassOf)).toEqual([0, 0, 0, 0, 1, 3, 7, 7]);
  expect(costOf(MAX_COST_CLASS)).toBe(1000);
});
