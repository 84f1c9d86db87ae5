import { expect, it } from 'vitest';
import spublish from '../../../src/commands/pubsub/spublish.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  spublish,
  {
    'takes a name and a message': [
      ['SPUBLISH', "(error) ERR wrong number of arguments for 'spublish' command"],
      ['SPUBLISH a', "(error) ERR wrong number of arguments for 'spublish' command"],
      ['SPUBLISH a b c', "(error) ERR wrong number of arguments for 'spublish' command"],
      ['SPUBLISH "" ""', '(integer) 0'],
    ],
  },
  (server) => {
    it('sends its own client the message behind the reply', () => {
      server().client.resp = 3;
      server().sendForBytes('SSUBSCRIBE c');
      expect(server().sendForBytes('SPUBLISH c me').toString().startsWith(':1\r\n>3\r\n')).toBe(true);
      server().sendForBytes('RESET');
    });
  },
);
