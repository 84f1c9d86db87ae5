import { expect, it } from 'vitest';
import publish from '../../../src/commands/pubsub/publish.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  publish,
  {
    'takes a name and a message': [
      ['PUBLISH', "(error) ERR wrong number of arguments for 'publish' command"],
      ['PUBLISH a', "(error) ERR wrong number of arguments for 'publish' command"],
      ['PUBLISH a b c', "(error) ERR wrong number of arguments for 'publish' command"],
      ['PUBLISH "" ""', '(integer) 0'],
    ],
  },
  (server) => {
    it('sends its own client the message behind the reply', () => {
      server().client.resp = 3;
      server().sendForBytes('SUBSCRIBE c');
      expect(server().sendForBytes('PUBLISH c me').toString().startsWith(':1\r\n>3\r\n')).toBe(true);
      server().sendForBytes('RESET');
    });
  },
);
