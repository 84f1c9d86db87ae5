import bitop from '../../../src/commands/bitmap/bitop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitop, {
  'counts short strings as if they ended in zeros': [
    ['SET a abc', 'OK'],
    ['SET b "\\xff"', 'OK'],
    ['BITOP AND d a b', '(integer) 3'],
    ['GET d', '"a\\x00\\x00"'],
    ['BITOP OR d a b', '(integer) 3'],
    ['GET d', '"\\xffbc"'],
    ['BITOP XOR d a b missing', '(integer) 3'],
    ['GET d', '"\\x9ebc"'],
    ['BITOP NOT d b', '(integer) 1'],
    ['GET d', '"\\x00"'],
  ],
  'an empty result deletes': [
    ['SET d v', 'OK'],
    ['BITOP OR d missing other', '(integer) 0'],
    ['EXISTS d', '(integer) 0'],
  ],
  'refuses what it does not know': [
    ['BITOP NOT d a b', '(error) ERR BITOP NOT must be called with a single source key.'],
    ['BITOP FOO d a', '(error) ERR syntax error'],
    ['BITOP AND d', "(error) ERR wrong number of arguments for 'bitop' command"],
    ['RPUSH l a', '(integer) 1'],
    ['BITOP AND d l', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
