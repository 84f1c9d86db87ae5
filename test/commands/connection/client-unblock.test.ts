import { expect, it } from 'vitest';
import clientUnblock from '../../../src/commands/connection/client-unblock.ts';
import { WOKEN_ERROR, WOKEN_NOT, WOKEN_TIMEOUT } from '../../../src/dispatch/client.ts';
import { testConnectionCommand, until } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientUnblock,
  {
    'takes an id and a reason': [
      ['CLIENT UNBLOCK abc', '(error) ERR value is not an integer or out of range'],
      ['CLIENT UNBLOCK 1 FOO', '(error) ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR'],
      ['CLIENT UNBLOCK abc FOO', '(error) ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR'],
      [
        'CLIENT UNBLOCK 1 2 3',
        "(error) ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.",
      ],
      [
        'CLIENT UNBLOCK 1 TIMEOUT TIMEOUT',
        "(error) ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.",
      ],
      ['CLIENT UNBLOCK 1 error', '(integer) 0'],
      ['CLIENT UNBLOCK -1', '(integer) 0'],
    ],
  },
  (threads) => {
    it('ends the wait of a client of any thread, once', async () => {
      const [one, two] = threads();
      const caller = one.server.client;
      const [other, third] = [two.connect(2), two.connect(3)];
      two.clients.block(other, 0);
      two.clients.block(third, Date.now() + 1_000_000);
      expect(one.ask(caller, 'CLIENT LIST ID 2')).toContain(' flags=b ');
      expect(one.ask(caller, 'CLIENT UNBLOCK 2')).toBe('(integer) 1');
      expect(one.ask(caller, 'CLIENT UNBLOCK 2')).toBe('(integer) 0');
      expect(one.ask(caller, 'CLIENT UNBLOCK 3 ERROR')).toBe('(integer) 1');
      await until(() => two.resumed.length === 2);
      expect([other.takeWoken(), third.takeWoken()]).toEqual([WOKEN_TIMEOUT, WOKEN_ERROR]);
      expect(other.takeWoken()).toBe(WOKEN_NOT);
      expect(one.ask(caller, 'CLIENT LIST ID 2')).toContain(' flags=N ');
    });

    it('comes too late for a wait whose time is over', async () => {
      const [one, two] = threads();
      const other = two.connect(2);
      two.clients.block(other, Date.now() + 5);
      await until(() => two.resumed.length === 1);
      expect(other.takeWoken()).toBe(WOKEN_TIMEOUT);
      expect(one.ask(one.server.client, 'CLIENT UNBLOCK 2')).toBe('(integer) 0');
    });
  },
);
