import msetex from '../../../src/commands/string/msetex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

const SYNTAX = '(error) ERR syntax error';
const INVALID = "(error) ERR invalid expire time in 'msetex' command";
const PAIRS = '(error) ERR wrong number of key-value pairs';
const NUMKEYS = '(error) ERR invalid numkeys value';

testCommand(msetex, {
  'sets all with one expiry': [
    ['MSETEX 2 a 1 b 2', '(integer) 1'],
    ['TTL a', '(integer) -1'],
    ['MSETEX 2 a x a z EX 100', '(integer) 1'],
    ['GET a', '"z"'],
    ['TTL a', '(integer) 100'],
    ['MSETEX 1 b v PXAT 4102444800123', '(integer) 1'],
    ['PEXPIRETIME b', '(integer) 4102444800123'],
  ],
  'KEEPTTL keeps that of each key': [
    ['SET b old EX 100', 'OK'],
    ['MSETEX 2 a 5 b 6 KEEPTTL', '(integer) 1'],
    ['TTL a', '(integer) -1'],
    ['TTL b', '(integer) 100'],
    ['MGET a b', ['1) "5"', '2) "6"']],
  ],
  'NX: only if none exists': [
    ['SET old v', 'OK'],
    ['MSETEX 2 new 1 old 2 NX', '(integer) 0'],
    ['EXISTS new', '(integer) 0'],
    ['MSETEX 2 x 1 x 2 NX', '(integer) 1'],
    ['GET x', '"2"'],
  ],
  'XX: only if all exist': [
    ['SET old v', 'OK'],
    ['MSETEX 2 old 1 missing 2 XX', '(integer) 0'],
    ['GET old', '"v"'],
    ['MSETEX 1 old 9 EX 60 XX', '(integer) 1'],
    ['TTL old', '(integer) 60'],
  ],
  'a time that is over leaves no key': [
    ['SET a v', 'OK'],
    ['MSETEX 2 a 1 b 2 PXAT 1', '(integer) 1'],
    ['EXISTS a b', '(integer) 0'],
  ],
  refuses: [
    ['MSETEX 1 a', "(error) ERR wrong number of arguments for 'msetex' command"],
    ['MSETEX a 1 b', NUMKEYS],
    ['MSETEX 0 a 1', NUMKEYS],
    ['MSETEX -1 a 1', NUMKEYS],
    ['MSETEX 2147483648 a 1', NUMKEYS],
    ['MSETEX 2147483647 a 1', PAIRS],
    ['MSETEX 2 a 1 b', PAIRS],
    ['MSETEX 1 a 1 b', SYNTAX],
    ['MSETEX 1 a 1 NX XX', SYNTAX],
    ['MSETEX 1 a 1 EX 1 KEEPTTL', SYNTAX],
    ['MSETEX 1 a 1 EX', SYNTAX],
    ['MSETEX 1 a 1 EX 0', INVALID],
    ['MSETEX 1 a 1 PX 9223372036854775807', INVALID],
    ['MSETEX 1 a 1 EX abc', '(error) ERR value is not an integer or out of range'],
    ['EXISTS a', '(integer) 0'],
  ],
});
