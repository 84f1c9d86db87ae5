import { expect, it } from 'vitest';
import slowlogLen from '../../../src/commands/server/slowlog-len.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  slowlogLen,
  {
    'is zero at first': [['SLOWLOG LEN', '(integer) 0']],
  },
  (server) => {
    it('counts up to slowlog-max-len', () => {
      server().ask('CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 3');
      for (let i = 0; i < 5; i++) server().ask('CONFIG GET timeout');
      server().ask('CONFIG SET slowlog-log-slower-than -1');
      expect(server().ask('SLOWLOG LEN')).toBe('(integer) 3');
    });
  },
);
