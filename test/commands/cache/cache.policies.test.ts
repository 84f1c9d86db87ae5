import { expect, it } from 'vitest';
import cachePolicies from '../../../src/commands/cache/cache.policies.ts';
import { policyNames } from '../../../src/config/policy-names.ts';
import { RULES } from '../../../src/eviction/adaptive/rules.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startAnalysed } from './report-fixture.ts';

testCommand(cachePolicies, {
  'takes no arguments': [['CACHE.POLICIES all', "(error) ERR wrong number of arguments for 'cache.policies' command"]],
});

it('is empty without a limit', async () => {
  const { server, second } = await startAnalysed(['--maxmemory', '0']);
  server.ask('GET k');
  second();
  expect(server.ask('CACHE.POLICIES')).toBe('(empty array)');
});

it('tells what each policy and each rule would have hit, and which are in force', async () => {
  const { server, second } = await startAnalysed(['--maxmemory', '4mb', '--maxmemory-policy', 'allkeys-adaptive']);
  const value = 'x'.repeat(32_000);
  for (let round = 0; round < 8; round++) {
    for (let i = 0; i < 64; i++) if (server.ask(`GET k:${i}`) === '(nil)') server.ask(['SET', `k:${i}`, value]);
    second();
  }
  const reply = server.ask('CACHE.POLICIES');
  const fixed = policyNames.filter((name) => name.startsWith('allkeys-'));
  expect(fixed).toHaveLength(9);
  for (const name of fixed) expect(reply).toContain(`"${name}"`);
  for (const { name } of RULES) expect(reply).toContain(`"${name}"`);
  expect(reply.match(/"in_force"\n.*\(integer\) 1/g)).toHaveLength(2);
  const ratio = Number(/"hit_ratio"\n\s*\d+\) "([\d.]+)"/.exec(reply)?.[1]);
  expect(ratio).toBeGreaterThan(0.5);
});
