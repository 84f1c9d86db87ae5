import { expect, it } from 'vitest';
import clientKill from '../../../src/commands/connection/client-kill.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { testConnectionCommand, until } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientKill,
  {
    'takes an address or filters': [
      ['CLIENT KILL', "(error) ERR wrong number of arguments for 'client|kill' command"],
      ['CLIENT KILL ID', '(error) ERR No such client'],
      ['CLIENT KILL ID abc', '(error) ERR client-id should be greater than 0'],
      ['CLIENT KILL ID -1', '(error) ERR client-id should be greater than 0'],
      ['CLIENT KILL FOO bar', '(error) ERR syntax error'],
      ['CLIENT KILL ID 1 ADDR', '(error) ERR syntax error'],
      ['CLIENT KILL TYPE foo', "(error) ERR Unknown client type 'foo'"],
      ['CLIENT KILL USER nobody', "(error) ERR No such user 'nobody'"],
      ['CLIENT KILL MAXAGE abc', '(error) ERR maxage is not an integer or out of range'],
      ['CLIENT KILL MAXAGE 0', '(error) ERR maxage should be greater than 0'],
      ['CLIENT KILL SKIPME maybe', '(error) ERR syntax error'],
      ['CLIENT KILL TYPE foo BAR 1', "(error) ERR Unknown client type 'foo'"],
      ['CLIENT KILL BAR 1 TYPE foo', '(error) ERR syntax error'],
      ['CLIENT KILL ID 9223372036854775807', '(integer) 0'],
      ['CLIENT KILL ID 9223372036854775808', '(error) ERR client-id should be greater than 0'],
      ['CLIENT KILL ID 7 ID 8', '(integer) 0'],
      ['CLIENT KILL LADDR 1.2.3.4:5', '(integer) 0'],
      ['CLIENT KILL TYPE pubsub', '(integer) 0'],
    ],
  },
  (threads) => {
    it('closes clients of every thread', async () => {
      const [one, two] = threads();
      const caller = one.server.client;
      const victims = [two.connect(2), one.connect(3), two.connect(4)];
      expect(one.ask(caller, 'CLIENT KILL ID 2')).toBe('(integer) 1');
      expect(one.ask(caller, 'CLIENT KILL 10.0.0.3:5000')).toBe('OK');
      expect(one.ask(caller, 'CLIENT LIST').match(/id=\d+ /g)).toEqual(['id=1 ', 'id=4 ']);
      expect(two.clients.isDoomed(victims[0]!)).toBe(true);
      expect(two.clients.isDoomed(victims[2]!)).toBe(false);
      expect(one.ask(caller, 'CLIENT KILL ID 2')).toBe('(integer) 0');
      expect(one.ask(caller, 'CLIENT KILL TYPE normal USER default')).toBe('(integer) 1');
      await until(() => one.dropped.length + two.dropped.length === 3);
      expect([one.dropped, two.dropped]).toEqual([[victims[1]], [victims[0], victims[2]]]);
      expect(one.ask(caller, 'CLIENT LIST').match(/id=\d+ /g)).toEqual(['id=1 ']);
    });

    it('closes a client that waits', async () => {
      const [one, two] = threads();
      const victim = two.connect(2);
      two.clients.block(victim, 0);
      one.ask(one.server.client, 'CLIENT KILL ID 2');
      await until(() => two.dropped.length === 1);
    });

    it('spares itself unless told otherwise', () => {
      const [one] = threads();
      const caller = one.server.client;
      expect(one.ask(caller, 'CLIENT KILL ID 1')).toBe('(integer) 0');
      expect(caller.closeAfterReply).toBe(false);
      expect(one.ask(caller, 'CLIENT KILL ID 1 SKIPME no')).toBe('(integer) 1');
      expect(caller.closeAfterReply).toBe(true);
      caller.closeAfterReply = false;
      expect(one.ask(caller, 'CLIENT KILL 127.0.0.1:1')).toBe('OK');
      expect(caller.closeAfterReply).toBe(true);
    });

    it('knows how old clients are', () => {
      const [one] = threads();
      const old = new Client(9, '10.0.0.9:1', '127.0.0.1:6379', Date.now() - 10_000, true);
      one.clients.add(old, 1);
      expect(one.ask(one.server.client, 'CLIENT KILL MAXAGE 11')).toBe('(integer) 0');
      expect(one.ask(one.server.client, 'CLIENT KILL MAXAGE 9 SKIPME no')).toBe('(integer) 1');
    });
  },
);
