import { expect, it } from 'vitest';
import lolwut from '../../../src/commands/server/lolwut.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  lolwut,
  {
    'reads the version': [['LOLWUT VERSION abc', '(error) ERR value is not an integer or out of range']],
  },
  (server) => {
    it.each(['LOLWUT', 'LOLWUT VERSION 5 1 2', 'LOLWUT foo', 'LOLWUT VERSION'])('%s tells the version', (request) => {
      expect(String(server().send(request).value)).toContain('Redis ver. 8.0.2');
    });
  },
);
