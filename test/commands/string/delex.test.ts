import { expect, it } from 'vitest';
import delex from '../../../src/commands/string/delex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

const ARITY = "(error) ERR wrong number of arguments for 'delex' command";
const CONDITION = '(error) ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE';
const DIGEST = '(error) ERR must be exactly 16 hexadecimal characters';

testCommand(
  delex,
  {
    'deletes without a condition': [
      ['DELEX k', '(integer) 0'],
      ['SET k v', 'OK'],
      ['DELEX k', '(integer) 1'],
      ['EXISTS k', '(integer) 0'],
    ],
    'IFEQ and IFNE': [
      ['DELEX k IFNE v', '(integer) 0'],
      ['SET k v', 'OK'],
      ['DELEX k IFEQ x', '(integer) 0'],
      ['DELEX k IFNE v', '(integer) 0'],
      ['DELEX k ifeq v', '(integer) 1'],
      ['SET k v', 'OK'],
      ['DELEX k IFNE x', '(integer) 1'],
      ['DBSIZE', '(integer) 0'],
    ],
    'IFDEQ and IFDNE': [
      ['SET k hello', 'OK'],
      ['DELEX k IFDEQ 0123456789abcdef', '(integer) 0'],
      ['DELEX k IFDNE 9555e8555c62dcfd', '(integer) 0'],
      ['DELEX k IFDEQ 9555E8555C62DCFD', '(integer) 1'],
      ['SET k hello', 'OK'],
      ['DELEX k IFDNE 0123456789abcdef', '(integer) 1'],
    ],
    refuses: [
      ['DELEX', ARITY],
      ['DELEX missing IFEQ', ARITY],
      ['SET k v', 'OK'],
      ['DELEX k IFEQ v extra', ARITY],
      ['DELEX k FOO v', CONDITION],
      ['DELEX k IF v', CONDITION],
      ['DELEX k IFDEQ abc', DIGEST],
      ['DELEX k IFDNE 0123456789abcdeg', DIGEST],
      ['EXISTS k', '(integer) 1'],
    ],
  },
  (server) => {
    it('compares large values', () => {
      const value = Buffer.alloc(200_000, 'ab');
      server().ask(['SET', 'k', value]);
      expect(server().ask(['DELEX', 'k', 'IFEQ', value.subarray(1)])).toBe('(integer) 0');
      expect(server().ask(['DELEX', 'k', 'IFEQ', value])).toBe('(integer) 1');
    });
  },
);
