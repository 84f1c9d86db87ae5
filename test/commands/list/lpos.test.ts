import lpos from '../../../src/commands/list/lpos.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lpos, {
  'finds matches': [
    ['RPUSH k a b c 1 2 3 c c', '(integer) 8'],
    ['LPOS k c', '(integer) 2'],
    ['LPOS k c RANK 2', '(integer) 6'],
    ['LPOS k c RANK -1', '(integer) 7'],
    ['LPOS k c RANK 4', '(nil)'],
    ['LPOS k c COUNT 2', ['1) (integer) 2', '2) (integer) 6']],
    ['LPOS k c COUNT 0', ['1) (integer) 2', '2) (integer) 6', '3) (integer) 7']],
    ['LPOS k c COUNT 0 RANK -1', ['1) (integer) 7', '2) (integer) 6', '3) (integer) 2']],
    ['LPOS k c RANK -2 COUNT 2', ['1) (integer) 6', '2) (integer) 2']],
    ['LPOS k c COUNT 0 MAXLEN 3', '1) (integer) 2'],
    ['LPOS k c MAXLEN 2', '(nil)'],
    ['LPOS k c RANK -1 MAXLEN 2 COUNT 0', ['1) (integer) 7', '2) (integer) 6']],
    ['LPOS k x', '(nil)'],
    ['LPOS k x COUNT 1', '(empty array)'],
    ['LPOS k 01', '(nil)'],
    ['LPOS k 1', '(integer) 3'],
    ['LPOS nothing a', '(nil)'],
    ['LPOS nothing a COUNT 1', '(empty array)'],
  ],
  refuses: [
    ['RPUSH k a', '(integer) 1'],
    [
      'LPOS k a RANK 0',
      "(error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
    ],
    ['LPOS k a RANK x', '(error) ERR value is not an integer or out of range'],
    [
      'LPOS k a RANK -9223372036854775808',
      '(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
    ],
    ['LPOS k a COUNT -1', "(error) ERR COUNT can't be negative"],
    ['LPOS k a COUNT x', "(error) ERR COUNT can't be negative"],
    ['LPOS k a MAXLEN -1', "(error) ERR MAXLEN can't be negative"],
    ['LPOS k a RANK', '(error) ERR syntax error'],
    ['LPOS k a FOO 1', '(error) ERR syntax error'],
    ['LPOS k', "(error) ERR wrong number of arguments for 'lpos' command"],
    ['SET s v', 'OK'],
    ['LPOS s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
