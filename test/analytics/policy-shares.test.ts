import { expect, it } from 'vitest';
import { policyShares } from '../../src/analytics/policy-shares.ts';
import { RULES, WINDOWS } from '../../src/eviction/adaptive/rules.ts';

const rules = RULES.map(({ name }, i) => ({ name, share: i / 10, inForce: name === 'recent' }));
const ratioOf = (name: string): number => rules.find((rule) => rule.name === name)!.share;

it('tells policies by their names, then the rules that allkeys-adaptive chooses from', () => {
  const rows = policyShares(rules, 0.77, 'allkeys-adaptive', 'allkeys-adaptive', []);
  expect(rows.map(({ name }) => name)).toEqual([
    'allkeys-adaptive',
    'allkeys-lru',
    'allkeys-cost',
    ...RULES.map(({ name }) => name),
  ]);
  expect(rows.slice(0, 3).map(({ hitRatio }) => hitRatio)).toEqual([ratioOf('recent'), 0.77, ratioOf('valued')]);
  expect(rows.filter(({ inForce }) => inForce).map(({ name }) => name)).toEqual(['recent']);
});

it('tells what others know of more policies, and which of them is in force', () => {
  const others = [
    { name: 'allkeys-lfu', share: 0.4 },
    { name: 'allkeys-sieve', share: 0.6 },
  ];
  const rows = policyShares(rules, 0.5, 'allkeys-sieve', 'allkeys-adaptive', others);
  expect(rows).toContainEqual({ name: 'allkeys-lfu', hitRatio: 0.4, inForce: false });
  expect(rows.filter(({ inForce }) => inForce)).toEqual([{ name: 'allkeys-sieve', hitRatio: 0.6, inForce: true }]);
});

it('says that a policy is in force which does not choose', () => {
  const rows = policyShares(rules, 0.5, 'allkeys-lru', 'allkeys-adaptive', []);
  expect(rows.filter(({ inForce }) => inForce).map(({ name }) => name)).toEqual(['allkeys-lru']);
  expect(policyShares(rules, 0.5, 'volatile-ttl', 'allkeys-adaptive', []).some(({ inForce }) => inForce)).toBe(false);
});

it('knows other policies that choose', () => {
  const windows = WINDOWS.map(({ name }, i) => ({ name, share: i / 10, inForce: i === 3 }));
  const rows = policyShares(windows, 0.5, 'allkeys-tinylfu', 'allkeys-tinylfu', []);
  expect(rows.map(({ name }) => name)).toEqual(['allkeys-tinylfu', 'allkeys-lru', ...WINDOWS.map(({ name }) => name)]);
  expect(rows[0]!.hitRatio).toBe(0.3);
  expect(rows.filter(({ inForce }) => inForce).map(({ name }) => name)).toEqual(['window-30']);
});

it('tells nothing without a limit, and no LRU without a curve', () => {
  expect(policyShares([], 0.5, 'allkeys-lru', 'allkeys-adaptive', [])).toEqual([]);
  expect(policyShares(rules, undefined, 'allkeys-lru', 'allkeys-adaptive', []).map(({ name }) => name)).not.toContain(
    'allkeys-lru',
  );
});
