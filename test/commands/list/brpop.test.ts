import brpop from '../../../src/commands/list/brpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(brpop, {
  'pops at once from the first list': [
    ['RPUSH k a b', '(integer) 2'],
    ['RPUSH l c', '(integer) 1'],
    ['BRPOP nothing k l 0', ['1) "k"', '2) "b"']],
    ['BRPOP l k 1.5', ['1) "l"', '2) "c"']],
    ['EXISTS l', '(integer) 0'],
    ['BRPOP k 0', ['1) "k"', '2) "a"']],
    ['EXISTS k', '(integer) 0'],
  ],
  refuses: [
    ['RPUSH k a', '(integer) 1'],
    ['BRPOP k', "(error) ERR wrong number of arguments for 'brpop' command"],
    ['BRPOP k -1', '(error) ERR timeout is negative'],
    ['BRPOP k abc', '(error) ERR timeout is not a float or out of range'],
    ['BRPOP nothing 9223372036854775', '(error) ERR timeout is out of range'],
    ['SET s v', 'OK'],
    ['BRPOP nothing s k 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['LLEN k', '(integer) 1'],
  ],
});
