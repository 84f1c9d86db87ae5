import { expect, it } from 'vitest';
import get from '../../../src/commands/string/get.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  get,
  {
    'gives the bytes of a string': [
      ['SET k "\\x00\\xff\\r\\n"', 'OK'],
      ['GET k', '"\\x00\\xff\\r\\n"'],
      ['SET k ""', 'OK'],
      ['GET k', '""'],
    ],
    'refuses another number of arguments': [
      ['GET', "(error) ERR wrong number of arguments for 'get' command"],
      ['GET a b', "(error) ERR wrong number of arguments for 'get' command"],
    ],
    'sees no key of another database': [
      ['SET k v', 'OK'],
      ['SWAPDB 0 1', 'OK'],
      ['GET k', '(nil)'],
    ],
  },
  (server) => {
    it('sends large values from where they lie', () => {
      const value = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) & 0xff));
      server().ask(['SET', 'big', value]);
      expect(server().send('GET big').value).toEqual(value);
    });

    it('writes nothing in the two protocols but their own null', () => {
      expect(server().sendForBytes('GET missing').toString()).toBe('$-1\r\n');
      server().client.resp = 3;
      expect(server().sendForBytes('GET missing').toString()).toBe('_\r\n');
    });
  },
);
