import blmpop from '../../../src/commands/list/blmpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(blmpop, {
  'pops at once': [
    ['RPUSH a 1 2 3', '(integer) 3'],
    ['BLMPOP 0 2 nothing a LEFT', ['1) "a"', '2) 1) "1"']],
    ['BLMPOP 1 1 a RIGHT COUNT 5', ['1) "a"', '2) 1) "3"', '   2) "2"']],
    ['EXISTS a', '(integer) 0'],
  ],
  refuses: [
    ['RPUSH a 1', '(integer) 1'],
    ['BLMPOP x 1 a FOO', '(error) ERR syntax error'],
    ['BLMPOP x 1 a LEFT', '(error) ERR timeout is not a float or out of range'],
    ['BLMPOP -1 1 a LEFT', '(error) ERR timeout is negative'],
    ['BLMPOP 0 0 a LEFT', '(error) ERR numkeys should be greater than 0'],
    ['BLMPOP 0 1 a LEFT COUNT 0', '(error) ERR count should be greater than 0'],
    ['BLMPOP -1 1 a LEFT COUNT 0', '(error) ERR count should be greater than 0'],
    ['BLMPOP 0 2 a LEFT', '(error) ERR syntax error'],
    ['SET s v', 'OK'],
    ['BLMPOP 0 2 s a LEFT', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
