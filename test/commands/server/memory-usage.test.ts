import { expect, it } from 'vitest';
import memoryUsage from '../../../src/commands/server/memory-usage.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  memoryUsage,
  {
    'grows with the value': [
      ['SET k ""', 'OK'],
      ['MEMORY USAGE k', '(integer) 24'],
      [['SET', 'k', 'x'.repeat(1000)], 'OK'],
      ['MEMORY USAGE k SAMPLES 0', '(integer) 1024'],
    ],
    'refuses what is no number of samples': [
      ['SET k v', 'OK'],
      ['MEMORY USAGE k SAMPLES -1', '(error) ERR syntax error'],
      ['MEMORY USAGE k SAMPLES', '(error) ERR syntax error'],
      ['MEMORY USAGE k foo 1', '(error) ERR syntax error'],
      ['MEMORY USAGE k SAMPLES abc', '(error) ERR value is not an integer or out of range'],
    ],
  },
  (server) => {
    it('counts the pages of a large value', () => {
      server().ask(['SET', 'k', Buffer.alloc(1_000_000)]);
      const bytes = Number(server().send('MEMORY USAGE k').value);
      expect(bytes).toBeGreaterThan(1_000_000);
      expect(bytes).toBeLessThan(1_010_000);
    });
  },
);
