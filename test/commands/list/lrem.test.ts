import lrem from '../../../src/commands/list/lrem.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lrem, {
  'removes from either end': [
    ['RPUSH k a b a c a d a', '(integer) 7'],
    ['LREM k 1 a', '(integer) 1'],
    ['LRANGE k 0 -1', ['1) "b"', '2) "a"', '3) "c"', '4) "a"', '5) "d"', '6) "a"']],
    ['LREM k -1 a', '(integer) 1'],
    ['LRANGE k 0 -1', ['1) "b"', '2) "a"', '3) "c"', '4) "a"', '5) "d"']],
    ['LREM k 0 a', '(integer) 2'],
    ['LRANGE k 0 -1', ['1) "b"', '2) "c"', '3) "d"']],
    ['LREM k 5 x', '(integer) 0'],
  ],
  'removes the key with its last item': [
    ['RPUSH k a a', '(integer) 2'],
    ['LREM k 0 a', '(integer) 2'],
    ['EXISTS k', '(integer) 0'],
    ['LREM k 0 a', '(integer) 0'],
  ],
  refuses: [
    ['LREM k x a', '(error) ERR value is not an integer or out of range'],
    ['LREM k 0', "(error) ERR wrong number of arguments for 'lrem' command"],
    ['SET s v', 'OK'],
    ['LREM s 0 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
