import { expect, it } from 'vitest';
import clientPause from '../../../src/commands/connection/client-pause.ts';
import { testConnectionCommand, until } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientPause,
  {
    'takes a time and a mode': [
      ['CLIENT PAUSE abc', '(error) ERR timeout is not an integer or out of range'],
      ['CLIENT PAUSE 1.5', '(error) ERR timeout is not an integer or out of range'],
      ['CLIENT PAUSE 99999999999999999999', '(error) ERR timeout is not an integer or out of range'],
      ['CLIENT PAUSE 9223372036854775807', '(error) ERR timeout is out of range'],
      ['CLIENT PAUSE 10 FOO', '(error) ERR CLIENT PAUSE mode must be WRITE or ALL'],
      ['CLIENT PAUSE abc FOO', '(error) ERR CLIENT PAUSE mode must be WRITE or ALL'],
      [
        'CLIENT PAUSE 10 WRITE x',
        "(error) ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP.",
      ],
      ['CLIENT PAUSE 0', 'OK'],
      ['PING', 'PONG'],
    ],
  },
  (threads) => {
    it('holds writes of all threads, and nothing else', () => {
      const [one, two] = threads();
      const other = two.connect(2);
      one.ask(one.server.client, 'CLIENT PAUSE 100000 WRITE');
      expect(two.ask(other, 'GET k')).toBe('(nil)');
      expect(two.ask(other, 'PING')).toBe('PONG');
      expect(() => two.ask(other, 'SET k v')).toThrow('the command was parked');
      one.ask(one.server.client, 'CLIENT UNPAUSE');
      expect(two.ask(other, 'SET k v')).toBe('OK');
    });

    it('lets scripts go on that say that they only read, also those of a transaction', () => {
      const [one] = threads();
      const ask = (request: string | string[]): string => one.ask(one.server.client, request);
      const reading = '#!lua flags=no-writes\nreturn 1';
      const library = (name: string, flags: string): string =>
        `#!lua name=${name}\nredis.register_function{function_name='${name}',callback=function() return 2 end,flags={${flags}}}`;
      ask(['FUNCTION', 'LOAD', library('reads', "'no-writes'")]);
      ask(['FUNCTION', 'LOAD', library('writes', '')]);
      const sha = ask(['SCRIPT', 'LOAD', reading]).slice(1, -1);
      ask('CLIENT PAUSE 100000 WRITE');
      expect(ask(['EVAL', reading, '0'])).toBe('(integer) 1');
      expect(ask(['EVALSHA', sha.toUpperCase(), '0'])).toBe('(integer) 1');
      expect(ask('FCALL reads 0')).toBe('(integer) 2');
      for (const request of [
        ['EVAL', 'return 1', '0'],
        ['EVAL', '#!lua\nreturn 1', '0'],
        'FCALL writes 0',
        'EVALSHA x 0',
      ]) {
        expect(() => ask(request)).toThrow('the command was parked');
      }
      ask('MULTI');
      ask(['EVAL', reading, '0']);
      ask('FCALL reads 0');
      expect(ask('EXEC')).toBe('1) (integer) 1\n2) (integer) 2');
      ask('CLIENT UNPAUSE');
      ask('MULTI');
      ask('FCALL writes 0');
      one.clients.pause(true, Date.now() + 1_000_000);
      expect(() => ask('EXEC')).toThrow('the command was parked');
      one.clients.unpause();
      expect(ask('EXEC')).toBe('1) (integer) 2');
      ask('FUNCTION FLUSH');
    });

    it('holds everything but monitors', () => {
      const [one, two] = threads();
      const other = two.connect(2);
      two.ask(other, 'MONITOR');
      one.ask(one.server.client, 'CLIENT PAUSE 100000');
      expect(() => one.ask(one.server.client, 'PING')).toThrow('the command was parked');
      expect(() => one.ask(one.server.client, 'CLIENT UNPAUSE')).toThrow('the command was parked');
      expect(two.ask(other, 'CLIENT UNPAUSE')).toBe('OK');
      expect(one.ask(one.server.client, 'PING')).toBe('PONG');
    });

    it('offers what it held again when it ends, in order', async () => {
      const [one, two] = threads();
      const waiting = [two.connect(2), two.connect(3)];
      one.clients.pause(true, Date.now() + 30);
      for (const client of waiting) two.clients.parkedByPause(client);
      await until(() => two.resumed.length === 2);
      expect(two.resumed).toEqual(waiting);
      // A timer may be a millisecond ahead of the clock: who is offered too early waits again.
      await until(() => !two.clients.isPaused(true));
    });

    it('offers it again on all threads when it is ended', async () => {
      const [one, two] = threads();
      const waiting = two.connect(2);
      one.clients.pause(true, Date.now() + 1_000_000);
      two.clients.parkedByPause(waiting);
      one.clients.unpause();
      await until(() => two.resumed.length === 1);
    });
  },
);
