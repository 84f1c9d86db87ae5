import brpoplpush from '../../../src/commands/list/brpoplpush.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(brpoplpush, {
  'moves at once': [
    ['RPUSH a 1 2', '(integer) 2'],
    ['BRPOPLPUSH a b 0', '"2"'],
    ['LRANGE b 0 -1', '1) "2"'],
  ],
  refuses: [
    ['RPUSH a 1', '(integer) 1'],
    ['BRPOPLPUSH a b x', '(error) ERR timeout is not a float or out of range'],
    ['BRPOPLPUSH a b -1', '(error) ERR timeout is negative'],
    ['BRPOPLPUSH a', "(error) ERR wrong number of arguments for 'brpoplpush' command"],
    ['SET s v', 'OK'],
    ['BRPOPLPUSH a s 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['BRPOPLPUSH s a 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
