import { expect, it, vi } from 'vitest';
import { commandNotAllowed } from '../../../protocol/resp/errors.ts';
import debugRow from '../../../src/commands/server/debug.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startInProcess } from '../../helpers/in-process.ts';

testCommand(
  debugRow,
  {
    'is particular about its arguments': [
      ['DEBUG', "(error) ERR wrong number of arguments for 'debug' command"],
      ['DEBUG foo', "(error) ERR unknown subcommand or wrong number of arguments for 'foo'. Try DEBUG HELP."],
      ['DEBUG sleep', "(error) ERR unknown subcommand or wrong number of arguments for 'sleep'. Try DEBUG HELP."],
    ],
    sleeps: [
      ['DEBUG SLEEP 0.001', 'OK'],
      ['DEBUG SLEEP abc', 'OK'],
    ],
    'fills the database': [
      ['SET key:1 mine', 'OK'],
      ['DEBUG POPULATE 3', 'OK'],
      ['MGET key:0 key:1 key:2', ['1) "value:0"', '2) "mine"', '3) "value:2"']],
      ['DEBUG POPULATE 2 pre 5', 'OK'],
      ['GET pre:1', '"value"'],
      ['DEBUG POPULATE 1 long 10', 'OK'],
      ['GET long:0', '"value:0\\x00\\x00\\x00"'],
      ['DBSIZE', '(integer) 6'],
      ['DEBUG POPULATE abc', '(error) ERR value is out of range, must be positive'],
      ['DEBUG POPULATE -1', '(error) ERR value is out of range, must be positive'],
      ['DEBUG POPULATE 2 x abc', '(error) ERR value is out of range, must be positive'],
    ],
    'matches patterns': [
      ['DEBUG STRINGMATCH-LEN 30 a*a*b', '(integer) 0'],
      ['DEBUG STRINGMATCH-LEN 30 a*a*a', '(integer) 1'],
    ],
    'replies errors': [['DEBUG ERROR "FOO bar"', '(error) FOO bar']],
    'looks for keys that exist': [['DEBUG OBJECT nosuch', '(error) ERR no such key']],
    'replies values of each type': [
      [
        'DEBUG PROTOCOL map',
        ['1) (integer) 0', '2) (integer) 0', '3) (integer) 1', '4) (integer) 1', '5) (integer) 2', '6) (integer) 0'],
      ],
      ['DEBUG PROTOCOL push', '(error) ERR RESP2 is not supported by this command'],
      [
        'DEBUG PROTOCOL foo',
        '(error) ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false',
      ],
    ],
  },
  (server) => {
    it('describes how a key is kept', () => {
      server().ask('SET k 123');
      expect(server().ask('DEBUG OBJECT k')).toMatch(
        /^Value at:0x[0-9a-f]+ refcount:1 encoding:int serializedlength:4 lru:\d+ lru_seconds_idle:0$/,
      );
      server().ask('HSET h a 1 b 2');
      expect(server().ask('DEBUG OBJECT h')).toContain(' encoding:listpack serializedlength:9 ');
    });

    it.each([
      ['string', '$11\r\nHello World\r\n'],
      ['integer', ':12345\r\n'],
      ['double', ',3.141\r\n'],
      ['bignum', '(1234567999999999999999999999999999999\r\n'],
      ['null', '_\r\n'],
      ['array', '*3\r\n:0\r\n:1\r\n:2\r\n'],
      ['set', '~3\r\n:0\r\n:1\r\n:2\r\n'],
      ['map', '%3\r\n:0\r\n#f\r\n:1\r\n#t\r\n:2\r\n#f\r\n'],
      [
        'attrib',
        '|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n$39\r\nSome real reply following the attribute\r\n',
      ],
      ['push', '$40\r\nSome real reply following the push reply\r\n>2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n'],
      ['verbatim', '=29\r\ntxt:This is a verbatim\nstring\r\n'],
      ['true', '#t\r\n'],
      ['false', '#f\r\n'],
    ])('replies %s in RESP3 as redis-server does', (type, bytes) => {
      server().client.resp = 3;
      expect(server().sendForBytes(`DEBUG PROTOCOL ${type}`).toString()).toBe(bytes);
    });

    it('gives equal values equal digests, whatever they are kept in and in whatever order they came', () => {
      const ask = (...commands: readonly string[]): string[] => commands.map((command) => server().ask(command));
      const digests = ['DEBUG DIGEST-VALUE l s z h', 'DEBUG DIGEST'];
      const long = 'x'.repeat(100);
      ask('RPUSH l a b', 'SADD s a b 3', 'ZADD z 1 a 2.5 b', 'HSET h a 1 b 2');
      const before = ask(...digests);
      expect(new Set(before.join().match(/[0-9a-f]{40}/g))).toHaveLength(5);
      expect(ask('FLUSHALL', 'DEBUG DIGEST')[1]).toBe('0'.repeat(40));
      ask(`HSET h b 2 ${long} 1`, 'HSET h a 1', `HDEL h ${long}`, `SADD s 3 ${long} b a`, `SREM s ${long}`);
      ask(`ZADD z 2.5 b 2 ${long} 1 a`, `ZREM z ${long}`, 'RPUSH l a b');
      expect(ask('OBJECT ENCODING h', 'OBJECT ENCODING s')).toEqual(['"hashtable"', '"hashtable"']);
      expect(ask('OBJECT ENCODING z', ...digests)).toEqual(['"skiplist"', ...before]);
      ask('LSET l 0 c');
      expect(ask(...digests)).not.toEqual(before);
    });

    it('switches the background expiry', () => {
      const told = vi.spyOn(server().call.server.info, 'setActiveExpire');
      server().ask('DEBUG SET-ACTIVE-EXPIRE 0');
      server().ask('DEBUG SET-ACTIVE-EXPIRE 1');
      expect(told.mock.calls).toEqual([[false], [true]]);
      told.mockRestore();
    });

    it('lists its subcommands', () => {
      expect(server().ask('DEBUG HELP')).toContain('POPULATE <count> [<prefix>] [<size>]');
    });

    it('has to be allowed', async () => {
      const strict = await startInProcess();
      expect(strict.ask('DEBUG SLEEP 0')).toBe(`(error) ${commandNotAllowed('DEBUG', 'enable-debug-command')}`);
      const local = await startInProcess({ settings: ['--enable-debug-command', 'local'] });
      expect(local.ask('DEBUG SLEEP 0')).toBe('OK');
      local.client = new Client(2, '10.0.0.1:1', '10.0.0.2:6379', 0, true);
      expect(local.ask('DEBUG SLEEP 0')).toMatch(/not allowed/);
    });
  },
  { settings: ['--enable-debug-command', 'yes'] },
);
