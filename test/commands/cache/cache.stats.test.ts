import { expect, it } from 'vitest';
import cacheStats from '../../../src/commands/cache/cache.stats.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startAnalysed } from './report-fixture.ts';

testCommand(cacheStats, {
  'takes one prefix': [['CACHE.STATS a b', '(error) ERR syntax error']],
});

it('tells hits and misses of a prefix', async () => {
  const { server, second } = await startAnalysed();
  for (const request of ['GET user:1', 'SET user:1 x', 'GET user:1', 'GET user:1', 'GET page:7', 'SET plain x']) {
    server.ask(request);
  }
  second();
  const reply = server.ask('CACHE.STATS user:');
  expect(reply).toMatch(/"hits"\n.*\(integer\) 2/);
  expect(reply).toMatch(/"misses"\n.*\(integer\) 1/);
  expect(reply).toMatch(/"writes"\n.*\(integer\) 1/);
  expect(server.ask('CACHE.STATS nothing:')).toBe('(nil)');
  const whole = server.ask('CACHE.STATS');
  for (const word of ['user:', 'page:', '(none)', 'unique_keys_per_minute', 'working_set_60m_bytes']) {
    expect(whole).toContain(word);
  }
});
