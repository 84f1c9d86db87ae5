import { expect, it } from 'vitest';
import clientNoEvict from '../../../src/commands/connection/client-no-evict.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientNoEvict,
  {
    'takes ON or OFF': [
      ['CLIENT NO-EVICT maybe', '(error) ERR syntax error'],
      ['CLIENT NO-EVICT', "(error) ERR wrong number of arguments for 'client|no-evict' command"],
    ],
  },
  (threads) => {
    it('marks the client', () => {
      const [{ server }] = threads();
      server.ask('CLIENT no-evict on');
      expect(server.client.noEvict).toBe(true);
      server.ask('CLIENT no-evict off');
      expect(server.client.noEvict).toBe(false);
    });
  },
);
