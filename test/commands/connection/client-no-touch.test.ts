import { expect, it } from 'vitest';
import clientNoTouch from '../../../src/commands/connection/client-no-touch.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientNoTouch,
  {
    'takes ON or OFF': [
      ['CLIENT NO-TOUCH maybe', '(error) ERR syntax error'],
      ['CLIENT NO-TOUCH', "(error) ERR wrong number of arguments for 'client|no-touch' command"],
    ],
  },
  (threads) => {
    it('marks the client', () => {
      const [{ server }] = threads();
      server.ask('CLIENT no-touch on');
      expect(server.client.noTouch).toBe(true);
      server.ask('CLIENT no-touch off');
      expect(server.client.noTouch).toBe(false);
    });
  },
);
