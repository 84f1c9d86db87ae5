import bitcount from '../../../src/commands/bitmap/bitcount.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitcount, {
  'counts in bytes and bits': [
    ['SET k foobar', 'OK'],
    ['BITCOUNT k', '(integer) 26'],
    ['BITCOUNT k 0 0', '(integer) 4'],
    ['BITCOUNT k 1 -2', '(integer) 18'],
    ['BITCOUNT k 5 30 BIT', '(integer) 17'],
    ['BITCOUNT k -8 -1 BIT', '(integer) 4'],
    ['BITCOUNT k 3 1', '(integer) 0'],
    ['BITCOUNT k 100 200', '(integer) 0'],
    ['BITCOUNT missing 0 -1', '(integer) 0'],
  ],
  'refuses parts of a range': [
    ['BITCOUNT k 0', '(error) ERR syntax error'],
    ['BITCOUNT k a 1', '(error) ERR value is not an integer or out of range'],
    ['BITCOUNT k 0 1 FOO', '(error) ERR syntax error'],
    ['BITCOUNT k 0 1 BIT BIT', '(error) ERR syntax error'],
    ['RPUSH l a', '(integer) 1'],
    ['BITCOUNT l', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
