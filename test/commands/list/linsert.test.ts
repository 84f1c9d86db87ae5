import linsert from '../../../src/commands/list/linsert.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(linsert, {
  'inserts beside the first match': [
    ['RPUSH k a b a', '(integer) 3'],
    ['LINSERT k BEFORE a x', '(integer) 4'],
    ['LINSERT k after a y', '(integer) 5'],
    ['LINSERT k AFTER b z', '(integer) 6'],
    ['LRANGE k 0 -1', ['1) "x"', '2) "a"', '3) "y"', '4) "b"', '5) "z"', '6) "a"']],
  ],
  'says what it does not find': [
    ['LINSERT k BEFORE a b', '(integer) 0'],
    ['RPUSH k a', '(integer) 1'],
    ['LINSERT k BEFORE x b', '(integer) -1'],
    ['LRANGE k 0 -1', '1) "a"'],
  ],
  refuses: [
    ['LINSERT k MIDDLE a b', '(error) ERR syntax error'],
    ['LINSERT k BEFORE a', "(error) ERR wrong number of arguments for 'linsert' command"],
    ['SET s v', 'OK'],
    ['LINSERT s BEFORE a b', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
