import { expect, it } from 'vitest';
import lastsave from '../../../src/commands/server/lastsave.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  lastsave,
  {
    'takes nothing': [['LASTSAVE x', "(error) ERR wrong number of arguments for 'lastsave' command"]],
  },
  (server) => {
    it('is the start of the server', () => {
      expect(server().send('LASTSAVE').value).toBe(Math.floor(server().call.server.info.startedMs / 1000));
    });
  },
);
