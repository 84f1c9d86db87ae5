import ltrim from '../../../src/commands/list/ltrim.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(ltrim, {
  'keeps a range': [
    ['RPUSH k a b c d e f', '(integer) 6'],
    ['LTRIM k 1 -2', 'OK'],
    ['LRANGE k 0 -1', ['1) "b"', '2) "c"', '3) "d"', '4) "e"']],
    ['LTRIM k -3 100', 'OK'],
    ['LRANGE k 0 -1', ['1) "c"', '2) "d"', '3) "e"']],
    ['LTRIM k 0 0', 'OK'],
    ['LRANGE k 0 -1', '1) "c"'],
  ],
  'removes the key when nothing is left': [
    ['RPUSH k a b', '(integer) 2'],
    ['LTRIM k 5 10', 'OK'],
    ['EXISTS k', '(integer) 0'],
    ['RPUSH k a b', '(integer) 2'],
    ['LTRIM k 1 0', 'OK'],
    ['EXISTS k', '(integer) 0'],
    ['LTRIM k 0 1', 'OK'],
  ],
  refuses: [
    ['LTRIM k a 1', '(error) ERR value is not an integer or out of range'],
    ['LTRIM k 0', "(error) ERR wrong number of arguments for 'ltrim' command"],
    ['SET s v', 'OK'],
    ['LTRIM s 0 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
