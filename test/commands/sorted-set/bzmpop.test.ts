import bzmpop from '../../../src/commands/sorted-set/bzmpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bzmpop, {
  'pops at once from the first set': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['BZMPOP 0 2 none z MIN', ['1) "z"', '2) 1) 1) "a"', '      2) "1"']],
    ['BZMPOP 1.5 1 z MAX COUNT 2', ['1) "z"', '2) 1) 1) "e"', '      2) "5"', '   2) 1) "d"', '      2) "4"']],
    ['BZMPOP 0 1 z MIN COUNT 10', ['1) "z"', '2) 1) 1) "b"', '      2) "2"', '   2) 1) "c"', '      2) "3"']],
    ['EXISTS z', '(integer) 0'],
  ],
  'refuses what does not fit': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['BZMPOP 0 0 z MIN', '(error) ERR numkeys should be greater than 0'],
    ['BZMPOP 0 1 z FOO', '(error) ERR syntax error'],
    ['BZMPOP 0 1 z MIN COUNT 0', '(error) ERR count should be greater than 0'],
    ['BZMPOP -1 1 z MIN', '(error) ERR timeout is negative'],
    ['BZMPOP abc 1 z MIN', '(error) ERR timeout is not a float or out of range'],
    ['BZMPOP 0 2 z MIN', '(error) ERR syntax error'],
    ['SET s v', 'OK'],
    ['BZMPOP 0 1 s MIN', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
