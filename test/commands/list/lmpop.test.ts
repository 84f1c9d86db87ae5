import lmpop from '../../../src/commands/list/lmpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lmpop, {
  'pops from the first list': [
    ['RPUSH a 1 2 3', '(integer) 3'],
    ['LMPOP 2 nothing a LEFT', ['1) "a"', '2) 1) "1"']],
    ['LMPOP 1 a RIGHT COUNT 5', ['1) "a"', '2) 1) "3"', '   2) "2"']],
    ['EXISTS a', '(integer) 0'],
    ['LMPOP 2 a b LEFT', '(nil)'],
  ],
  refuses: [
    ['RPUSH a 1', '(integer) 1'],
    ['LMPOP 0 a LEFT', '(error) ERR numkeys should be greater than 0'],
    ['LMPOP x a LEFT', '(error) ERR numkeys should be greater than 0'],
    ['LMPOP -1 a LEFT', '(error) ERR numkeys should be greater than 0'],
    ['LMPOP 2 a LEFT', '(error) ERR syntax error'],
    ['LMPOP 1 a UP', '(error) ERR syntax error'],
    ['LMPOP 1 a LEFT COUNT 0', '(error) ERR count should be greater than 0'],
    ['LMPOP 1 a LEFT COUNT x', '(error) ERR count should be greater than 0'],
    ['LMPOP 1 a LEFT COUNT', '(error) ERR syntax error'],
    ['LMPOP 1 a LEFT COUNT 1 COUNT 1', '(error) ERR syntax error'],
    ['LMPOP 1 a', "(error) ERR wrong number of arguments for 'lmpop' command"],
    ['SET s v', 'OK'],
    ['LMPOP 2 s a LEFT', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
