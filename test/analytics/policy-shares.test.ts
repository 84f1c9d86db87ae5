import { expect, it } from 'vitest';
import { policyShares } from '../../src/analytics/policy-shares.ts';
import { RULES, WINDOWS } from '../../src/eviction/adaptive/rules.ts';

const rules = RULES.map(({ name }, i) => ({ name, share: i / 10, inForce: name === 'recent' }));
const ratioOf = (name: string): number => rules.find((rule) => rule.name === name)!.share;

it('tells policies by their names, then the rules that allkeys-adaptive chooses from', () => {
  const rows = policyShares(rules, 'allkeys-adaptive', 'allkeys-adaptive', []);
  expect(rows.map(({ name }) => name)).toEqual([
    'allkeys-adaptive',
    'allkeys-lru',
    'allkeys-cost',
    ...RULES.map(({ name }) => name),
  ]);
  expect(rows.slice(0, 3).map(({ hitRatio }) => hitRatio)).toEqual(['recent', 'latest', 'valued'].map(ratioOf));
});

it('says which policy is in force, and which rule of one that chooses', () => {
  const inForce = (policy: string): string[] =>
    policyShares(rules, policy, 'allkeys-adaptive', [{ name: 'allkeys-sieve', share: 0.6 }])
      .filter((row) => row.inForce)
      .map(({ name }) => name);
  expect(inForce('allkeys-adaptive')).toEqual(['allkeys-adaptive', 'recent']);
  expect(inForce('allkeys-lru')).toEqual(['allkeys-lru']);
  expect(inForce('allkeys-sieve')).toEqual(['allkeys-sieve']);
  expect(inForce('volatile-ttl')).toEqual([]);
});

it('tells what others know of more policies', () => {
  const rows = policyShares(rules, 'allkeys-sieve', 'allkeys-adaptive', [{ name: 'allkeys-lfu', share: 0.4 }]);
  expect(rows).toContainEqual({ name: 'allkeys-lfu', hitRatio: 0.4, inForce: false });
});

it('knows other policies that choose', () => {
  const windows = WINDOWS.map(({ name }, i) => ({ name, share: i / 10, inForce: i === 3 }));
  const others = [{ name: 'allkeys-lru', share: 0.2 }];
  const rows = policyShares(windows, 'allkeys-tinylfu', 'allkeys-tinylfu', others);
  expect(rows.map(({ name }) => name)).toEqual(['allkeys-tinylfu', 'allkeys-lru', ...WINDOWS.map(({ name }) => name)]);
  expect(rows[0]!.hitRatio).toBe(0.3);
  expect(rows.filter(({ inForce }) => inForce).map(({ name }) => name)).toEqual(['allkeys-tinylfu', 'window-30']);
});

it('tells nothing without a limit', () => {
  expect(policyShares([], 'allkeys-lru', 'allkeys-adaptive', [])).toEqual([]);
});

it('leaves out what nothing is known of yet', () => {
  const others = [
    { name: 'allkeys-lfu', share: Number.NaN },
    { name: 'allkeys-fifo', share: 0.2 },
  ];
  const names = policyShares(rules, 'allkeys-adaptive', 'allkeys-adaptive', others).map(({ name }) => name);
  expect(names).toContain('allkeys-fifo');
  expect(names).not.toContain('allkeys-lfu');
  const unknown = rules.map((rule) => ({ ...rule, share: Number.NaN }));
  expect(policyShares(unknown, 'allkeys-adaptive', 'allkeys-adaptive', [])).toEqual([]);
});
