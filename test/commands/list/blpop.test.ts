import blpop from '../../../src/commands/list/blpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(blpop, {
  'pops at once from the first list': [
    ['RPUSH k a b', '(integer) 2'],
    ['RPUSH l c', '(integer) 1'],
    ['BLPOP nothing k l 0', ['1) "k"', '2) "a"']],
    ['BLPOP l k 1.5', ['1) "l"', '2) "c"']],
    ['EXISTS l', '(integer) 0'],
    ['BLPOP k 0', ['1) "k"', '2) "b"']],
    ['EXISTS k', '(integer) 0'],
  ],
  refuses: [
    ['RPUSH k a', '(integer) 1'],
    ['BLPOP k', "(error) ERR wrong number of arguments for 'blpop' command"],
    ['BLPOP k -1', '(error) ERR timeout is negative'],
    ['BLPOP k abc', '(error) ERR timeout is not a float or out of range'],
    ['BLPOP nothing 9223372036854775', '(error) ERR timeout is out of range'],
    ['SET s v', 'OK'],
    ['BLPOP nothing s k 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['LLEN k', '(integer) 1'],
  ],
});
