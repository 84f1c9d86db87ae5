import lmove from '../../../src/commands/list/lmove.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lmove, {
  'moves between all ends': [
    ['RPUSH a 1 2 3 4', '(integer) 4'],
    ['LMOVE a b LEFT LEFT', '"1"'],
    ['LMOVE a b LEFT RIGHT', '"2"'],
    ['LMOVE a b RIGHT LEFT', '"4"'],
    ['LMOVE a b right right', '"3"'],
    ['LRANGE b 0 -1', ['1) "4"', '2) "1"', '3) "2"', '4) "3"']],
    ['EXISTS a', '(integer) 0'],
    ['LMOVE a b LEFT LEFT', '(nil)'],
  ],
  'turns a list': [
    ['RPUSH a 1 2 3', '(integer) 3'],
    ['LMOVE a a LEFT RIGHT', '"1"'],
    ['LRANGE a 0 -1', ['1) "2"', '2) "3"', '3) "1"']],
    ['LMOVE a a RIGHT LEFT', '"1"'],
    ['LMOVE a a LEFT LEFT', '"1"'],
    ['LMOVE a a RIGHT RIGHT', '"3"'],
    ['LRANGE a 0 -1', ['1) "1"', '2) "2"', '3) "3"']],
    ['RPUSH one x', '(integer) 1'],
    ['LMOVE one one LEFT RIGHT', '"x"'],
    ['LRANGE one 0 -1', '1) "x"'],
  ],
  'keeps its form when it is turned': [
    ['CONFIG SET list-max-listpack-size 2', 'OK'],
    ['RPUSH a 1 2', '(integer) 2'],
    ['LMOVE a a LEFT RIGHT', '"1"'],
    ['OBJECT ENCODING a', '"listpack"'],
    ['CONFIG SET list-max-listpack-size -2', 'OK'],
  ],
  refuses: [
    ['LMOVE a b UP LEFT', '(error) ERR syntax error'],
    ['LMOVE a b LEFT', "(error) ERR wrong number of arguments for 'lmove' command"],
    ['SET s v', 'OK'],
    ['LMOVE s a LEFT LEFT', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['LMOVE nothing s LEFT LEFT', '(nil)'],
    ['RPUSH a 1', '(integer) 1'],
    ['LMOVE a s LEFT LEFT', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['LRANGE a 0 -1', '1) "1"'],
  ],
});
