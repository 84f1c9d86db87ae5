import srem from '../../../src/commands/set/srem.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(srem, {
  'deletes the key with the last member': [
    ['SADD s a b 1', '(integer) 3'],
    ['SREM s a x', '(integer) 1'],
    ['SREM s b 1 b', '(integer) 2'],
    ['EXISTS s', '(integer) 0'],
    ['SREM s a', '(integer) 0'],
  ],
  'of integers': [
    ['SADD s 1 2 3', '(integer) 3'],
    ['SREM s 2 x', '(integer) 1'],
    ['SMEMBERS s', '1) "1"\n2) "3"'],
  ],
  'refuses other values': [
    ['SET k v', 'OK'],
    ['SREM k a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SREM k', "(error) ERR wrong number of arguments for 'srem' command"],
  ],
});
