import { expect, it } from 'vitest';
import monitor from '../../../src/commands/connection/monitor.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  monitor,
  {
    'takes no argument': [['MONITOR x', "(error) ERR wrong number of arguments for 'monitor' command"]],
    'is nothing for a transaction': [
      ['MULTI', 'OK'],
      ['MONITOR', 'QUEUED'],
      ['EXEC', "1) (error) ERR MONITOR isn't allowed for DENY BLOCKING client"],
      ['GET k', '(nil)'],
    ],
    'keeps the client away from the data': [
      ['MONITOR', 'OK'],
      ['GET k', "(error) ERR Replica can't interact with the keyspace"],
      ['PING', 'PONG'],
      ['RESET', 'RESET'],
      ['GET k', '(nil)'],
    ],
  },
  (threads) => {
    it('is not answered again', () => {
      const [{ server }] = threads();
      expect(server.ask('MONITOR')).toBe('OK');
      expect(server.sendForBytes('MONITOR').toString()).toBe('');
    });
  },
);
