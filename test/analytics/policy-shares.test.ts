import { expect, it } from 'vitest';
import { policyShares } from '../../src/analytics/policy-shares.ts';
import { RULES } from '../../src/eviction/adaptive/rules.ts';

const rules = RULES.map(({ name }, i) => ({ name, share: i / 10, inForce: name === 'recent' }));
const ratioOf = (name: string): number => rules.find((rule) => rule.name === name)!.share;

it('tells policies by their names, then the rules that allkeys-adaptive chooses from', () => {
  const rows = policyShares(rules, 0.77, 'allkeys-adaptive');
  expect(rows.map(({ name }) => name)).toEqual([
    'allkeys-adaptive',
    'allkeys-lru',
    'allkeys-cost',
    ...RULES.map(({ name }) => name),
  ]);
  expect(rows.slice(0, 3).map(({ hitRatio }) => hitRatio)).toEqual([ratioOf('recent'), 0.77, ratioOf('valued')]);
  expect(rows.filter(({ inForce }) => inForce).map(({ name }) => name)).toEqual(['recent']);
});

it('says that a policy is in force which does not choose', () => {
  const rows = policyShares(rules, 0.5, 'allkeys-lru');
  expect(rows.filter(({ inForce }) => inForce).map(({ name }) => name)).toEqual(['allkeys-lru']);
  expect(policyShares(rules, 0.5, 'volatile-ttl').some(({ inForce }) => inForce)).toBe(false);
});

it('tells nothing without a limit, and no LRU without a curve', () => {
  expect(policyShares([], 0.5, 'allkeys-lru')).toEqual([]);
  expect(policyShares(rules, undefined, 'allkeys-lru').map(({ name }) => name)).not.toContain('allkeys-lru');
});
