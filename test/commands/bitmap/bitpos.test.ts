import bitpos from '../../../src/commands/bitmap/bitpos.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitpos, {
  'finds both bits': [
    ['SETBIT k 10 1', '(integer) 0'],
    ['BITPOS k 1', '(integer) 10'],
    ['BITPOS k 0', '(integer) 0'],
    ['BITPOS k 1 1', '(integer) 10'],
    ['BITPOS k 1 2', '(integer) -1'],
    ['BITPOS k 0 1', '(integer) 8'],
    ['BITPOS k 1 8 12 BIT', '(integer) 10'],
    ['BITPOS k 1 11 15 BIT', '(integer) -1'],
  ],
  'zeros go on behind a string without an end': [
    ['SET k "\\xff\\xff"', 'OK'],
    ['BITPOS k 0', '(integer) 16'],
    ['BITPOS k 0 1', '(integer) 16'],
    ['BITPOS k 0 0 -1', '(integer) -1'],
    ['BITPOS k 0 5', '(integer) -1'],
    ['BITPOS missing 0', '(integer) 0'],
    ['BITPOS missing 1', '(integer) -1'],
  ],
  'refuses other bits': [
    ['BITPOS k 2', '(error) ERR The bit argument must be 1 or 0.'],
    ['BITPOS k x', '(error) ERR value is not an integer or out of range'],
    ['BITPOS k 1 0 1 FOO', '(error) ERR syntax error'],
    ['BITPOS k 1 a', '(error) ERR value is not an integer or out of range'],
    ['RPUSH l a', '(integer) 1'],
    ['BITPOS l 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
