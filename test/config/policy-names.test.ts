import { afterEach, expect, it } from 'vitest';
import { definePolicyNames, policyNames } from '../../src/config/policy-names.ts';
import { redisView } from './helpers.ts';

const before = [...policyNames];
afterEach(() => definePolicyNames(before));

it('takes the policies of a folder and keeps the order of those that it had', () => {
  definePolicyNames(['allkeys-sieve', 'noeviction', 'allkeys-lru', 'allkeys-adaptive']);
  expect(policyNames).toEqual(['allkeys-lru', 'noeviction', 'allkeys-adaptive', 'allkeys-sieve']);
  const view = redisView();
  expect(view.set([['maxmemory-policy', 'allkeys-sieve']])).toEqual({ ok: true });
  expect(view.current.maxmemoryPolicy).toBe('allkeys-sieve');
  expect(view.set([['maxmemory-policy', 'volatile-lru']]).ok).toBe(false);
});
