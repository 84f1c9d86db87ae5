import lrange from '../../../src/commands/list/lrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lrange, {
  'gives a range': [
    ['RPUSH k a b c d', '(integer) 4'],
    ['LRANGE k 0 -1', ['1) "a"', '2) "b"', '3) "c"', '4) "d"']],
    ['LRANGE k 1 2', ['1) "b"', '2) "c"']],
    ['LRANGE k -2 -1', ['1) "c"', '2) "d"']],
    ['LRANGE k -100 100', ['1) "a"', '2) "b"', '3) "c"', '4) "d"']],
    ['LRANGE k 3 1', '(empty array)'],
    ['LRANGE k 4 5', '(empty array)'],
    ['LRANGE k 0 9223372036854775807', ['1) "a"', '2) "b"', '3) "c"', '4) "d"']],
    ['LRANGE nothing 0 -1', '(empty array)'],
  ],
  refuses: [
    ['LRANGE k a 1', '(error) ERR value is not an integer or out of range'],
    ['LRANGE k 0 b', '(error) ERR value is not an integer or out of range'],
    ['LRANGE k 0', "(error) ERR wrong number of arguments for 'lrange' command"],
    ['SET s v', 'OK'],
    ['LRANGE s 0 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
