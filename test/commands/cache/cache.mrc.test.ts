import { expect, it } from 'vitest';
import cacheMrc from '../../../src/commands/cache/cache.mrc.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startAnalysed } from './report-fixture.ts';

testCommand(cacheMrc, {
  'refuses what is no size': [
    ['CACHE.MRC BYTES', '(error) ERR syntax error'],
    ['CACHE.MRC BYTES many', '(error) ERR value is not an integer or out of range'],
    ['CACHE.MRC 100', '(error) ERR syntax error'],
  ],
});

it('tells the hit ratio by size', async () => {
  const { server, second } = await startAnalysed();
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 100; i++) if (server.ask(`GET k:${i}`) === '(nil)') server.ask(`SET k:${i} value`);
  }
  second();
  expect(server.ask('CACHE.MRC BYTES 1000000')).toMatch(/"0\.75"/);
  expect(server.ask('CACHE.MRC BYTES 500')).toMatch(/\(integer\) 500\n\s+2\) "0"/);
});

it('is refused while analytics are off', async () => {
  const { server } = await startAnalysed(['--analytics', 'no']);
  expect(server.ask('CACHE.MRC')).toBe('(error) ERR analytics are off: CONFIG SET analytics yes');
});
