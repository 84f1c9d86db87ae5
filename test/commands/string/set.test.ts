import { expect, it } from 'vitest';
import set from '../../../src/commands/string/set.ts';
import { STAT } from '../../../src/memory/thread-stats.ts';
import { testCommand } from '../../helpers/command-cases.ts';

const INVALID = "(error) ERR invalid expire time in 'set' command";
const SYNTAX = '(error) ERR syntax error';

testCommand(
  set,
  {
    'replaces the value and takes the expiry away': [
      ['SET k v EX 100', 'OK'],
      ['SET k w', 'OK'],
      ['GET k', '"w"'],
      ['TTL k', '(integer) -1'],
    ],
    'sets each kind of expiry': [
      ['SET k v EX 100', 'OK'],
      ['TTL k', '(integer) 100'],
      ['SET k v PX 200000', 'OK'],
      ['TTL k', '(integer) 200'],
      ['SET k v EXAT 4102444800', 'OK'],
      ['EXPIRETIME k', '(integer) 4102444800'],
      ['SET k v pxat 4102444800123', 'OK'],
      ['PEXPIRETIME k', '(integer) 4102444800123'],
      ['SET k w KEEPTTL', 'OK'],
      ['PEXPIRETIME k', '(integer) 4102444800123'],
      ['SET new w KEEPTTL', 'OK'],
      ['TTL new', '(integer) -1'],
    ],
    'a time that is over stores nothing that could be seen': [
      ['SET k v', 'OK'],
      ['SET k w PXAT 1 GET', '"v"'],
      ['EXISTS k', '(integer) 0'],
    ],
    'refuses times that are none': [
      ...['0', '-1', '9223372036854775807'].flatMap((time) =>
        ['EX', 'PX'].map((unit) => [`SET k v ${unit} ${time}`, INVALID] as const),
      ),
      ['SET k v EXAT 9223372036854775807', INVALID],
      ['SET k v EX abc', '(error) ERR value is not an integer or out of range'],
      ['SET k v EX 9223372036854775808', '(error) ERR value is not an integer or out of range'],
      ['EXISTS k', '(integer) 0'],
    ],
    'NX and XX': [
      ['SET k v XX', '(nil)'],
      ['SET k v NX', 'OK'],
      ['SET k w NX', '(nil)'],
      ['SET k w XX', 'OK'],
      ['GET k', '"w"'],
    ],
    'GET gives what was there, whether or not the condition holds': [
      ['SET k a GET', '(nil)'],
      ['SET k b GET', '"a"'],
      ['SET k c NX GET', '"b"'],
      ['SET x c XX GET', '(nil)'],
      ['SET x c NX GET', '(nil)'],
      ['MGET k x', ['1) "b"', '2) "c"']],
    ],
    'IFEQ and IFNE compare bytes': [
      ['SET k w IFEQ hello', '(nil)'],
      ['EXISTS k', '(integer) 0'],
      ['SET k 12345', 'OK'],
      ['SET k 1 IFEQ 012345', '(nil)'],
      ['SET k 1 IFEQ 12345', 'OK'],
      ['SET k 2 IFNE 1', '(nil)'],
      ['SET k 2 IFNE 3 GET', '"1"'],
      ['SET new v IFNE anything', 'OK'],
    ],
    'IFDEQ and IFDNE compare digests': [
      ['SET k w IFDEQ 9555e8555c62dcfd', '(nil)'],
      ['SET k hello IFDNE 0123456789abcdef', 'OK'],
      ['SET k w IFDNE 9555e8555c62dcfd', '(nil)'],
      ['SET k w IFDEQ 9555E8555C62DCFD', 'OK'],
      ['SET k x IFDEQ abc', '(error) ERR must be exactly 16 hexadecimal characters'],
      ['GET k', '"w"'],
    ],
    'refuses what does not go together': [
      ['SET k', "(error) ERR wrong number of arguments for 'set' command"],
      ...['NX XX', 'XX IFEQ v', 'IFEQ', 'EX', 'EX 10 PX 10', 'EX 10 KEEPTTL', 'FOO', 'PERSIST', 'NX FOO'].map(
        (options) => [`SET k v ${options}`, SYNTAX] as const,
      ),
      ['EXISTS k', '(integer) 0'],
    ],
  },
  (server) => {
    const big = (seed: number, length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * seed) & 0xff));

    it('takes over large values, and gives the pages of refused ones back', () => {
      const value = big(7, 100_000);
      expect(server().ask(['SET', 'k', value])).toBe('OK');
      expect(server().ask(['SET', 'k', big(3, 100_000), 'NX'])).toBe('(nil)');
      expect(server().send('GET k').value).toEqual(value);
      expect(server().send(['SET', 'k', 'small', 'GET']).value).toEqual(value);
      expect(server().ask('GET k')).toBe('"small"');
    });

    it('compares large values', () => {
      const value = big(7, 100_000);
      const other = big(7, 100_000);
      other[99_999]! ^= 1;
      server().ask(['SET', 'k', value]);
      expect(server().ask(['SET', 'k', 'v', 'IFEQ', other])).toBe('(nil)');
      expect(server().ask(['SET', 'k', 'v', 'IFEQ', value])).toBe('OK');
    });

    it('changes a value of about the same size in place', () => {
      server().ask('SET k 12345678');
      const before = server().store.heap.operations;
      server().ask('SET k 87654321');
      // One: the change itself. A new block would count, and freeing the old one again.
      expect(server().store.heap.operations).toBe(before + 1);
      expect(server().ask('GET k')).toBe('"87654321"');
    });

    it('does not leave an encoding of before behind', () => {
      server().ask('APPEND k 1');
      server().ask('APPEND k 1');
      expect(server().ask('OBJECT ENCODING k')).toBe('"raw"');
      server().ask('SET k 22');
      expect(server().ask('OBJECT ENCODING k')).toBe('"int"');
    });

    it('counts no hit and no miss, unless it gives the old value', () => {
      const { stats } = server().store;
      const before = [stats[STAT.keyspaceHits]!, stats[STAT.keyspaceMisses]!];
      server().ask('SET k v');
      server().ask('SET k v');
      expect([stats[STAT.keyspaceHits], stats[STAT.keyspaceMisses]]).toEqual(before);
      server().ask('SET k v GET');
      expect(stats[STAT.keyspaceHits]).toBe(before[0]! + 1);
    });
  },
);
