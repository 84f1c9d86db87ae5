import spop from '../../../src/commands/set/spop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(spop, {
  'takes all when asked for more': [
    ['SADD s a', '(integer) 1'],
    ['SPOP s 5', '1) "a"'],
    ['EXISTS s', '(integer) 0'],
    ['SPOP s', '(nil)'],
    ['SPOP s 1', '(empty array)'],
  ],
  'takes nothing': [
    ['SADD s a', '(integer) 1'],
    ['SPOP s 0', '(empty array)'],
    ['SCARD s', '(integer) 1'],
  ],
  'refuses counts below 0': [
    ['SPOP s -1', '(error) ERR value is out of range, must be positive'],
    ['SPOP s x', '(error) ERR value is out of range, must be positive'],
    ['SPOP s 1 2', '(error) ERR syntax error'],
    ['SET k v', 'OK'],
    ['SPOP k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SPOP k 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
