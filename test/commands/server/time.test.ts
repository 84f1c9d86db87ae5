import { expect, it } from 'vitest';
import time from '../../../src/commands/server/time.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  time,
  {
    'takes nothing': [['TIME x', "(error) ERR wrong number of arguments for 'time' command"]],
  },
  (server) => {
    it('is the time of the command', () => {
      const [seconds, microseconds] = (server().send('TIME').value as { value: Buffer }[]).map(({ value }) =>
        Number(value),
      );
      expect(Math.abs(seconds! * 1000 + microseconds! / 1000 - Date.now())).toBeLessThan(5000);
      expect(microseconds).toBeLessThan(1_000_000);
    });
  },
);
