import blmove from '../../../src/commands/list/blmove.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(blmove, {
  'moves at once': [
    ['RPUSH a 1 2', '(integer) 2'],
    ['BLMOVE a b LEFT RIGHT 0', '"1"'],
    ['BLMOVE a b RIGHT LEFT 1', '"2"'],
    ['LRANGE b 0 -1', ['1) "2"', '2) "1"']],
    ['EXISTS a', '(integer) 0'],
  ],
  refuses: [
    ['RPUSH a 1', '(integer) 1'],
    ['BLMOVE a b LEFT RIGHT x', '(error) ERR timeout is not a float or out of range'],
    ['BLMOVE a b LEFT RIGHT -1', '(error) ERR timeout is negative'],
    ['BLMOVE a b UP RIGHT 0', '(error) ERR syntax error'],
    ['BLMOVE a b LEFT RIGHT', "(error) ERR wrong number of arguments for 'blmove' command"],
    ['SET s v', 'OK'],
    ['BLMOVE a s LEFT LEFT 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['BLMOVE s a LEFT LEFT 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
