import lpop from '../../../src/commands/list/lpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lpop, {
  'takes one': [
    ['RPUSH k a b c', '(integer) 3'],
    ['LPOP k', '"a"'],
    ['LPOP k', '"b"'],
    ['LRANGE k 0 -1', '1) "c"'],
    ['LPOP k', '"c"'],
    ['EXISTS k', '(integer) 0'],
    ['LPOP k', '(nil)'],
  ],
  'takes several': [
    ['RPUSH k a b c d e', '(integer) 5'],
    ['LPOP k 2', ['1) "a"', '2) "b"']],
    ['LPOP k 0', '(empty array)'],
    ['LPOP k 1', '1) "c"'],
    ['LRANGE k 0 -1', ['1) "d"', '2) "e"']],
    ['LPOP k 10', ['1) "d"', '2) "e"']],
    ['EXISTS k', '(integer) 0'],
    ['LPOP k 2', '(nil)'],
    ['LPOP k 0', '(nil)'],
  ],
  'refuses bad counts before it looks': [
    ['RPUSH k a', '(integer) 1'],
    ['LPOP k -1', '(error) ERR value is out of range, must be positive'],
    ['LPOP k abc', '(error) ERR value is out of range, must be positive'],
    ['LPOP nothing -1', '(error) ERR value is out of range, must be positive'],
    ['LPOP k 9223372036854775808', '(error) ERR value is out of range, must be positive'],
    ['LPOP k 1 2', "(error) ERR wrong number of arguments for 'lpop' command"],
    ['LPOP', "(error) ERR wrong number of arguments for 'lpop' command"],
    ['LLEN k', '(integer) 1'],
  ],
  'refuses other types': [
    ['SET s v', 'OK'],
    ['LPOP s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
    ['LPOP s 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
