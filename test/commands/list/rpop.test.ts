import rpop from '../../../src/commands/list/rpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(rpop, {
  'takes one': [
    ['RPUSH k a b c', '(integer) 3'],
    ['RPOP k', '"c"'],
    ['RPOP k', '"b"'],
    ['LRANGE k 0 -1', '1) "a"'],
    ['RPOP k', '"a"'],
    ['EXISTS k', '(integer) 0'],
    ['RPOP k', '(nil)'],
  ],
  'takes several': [
    ['RPUSH k a b c d e', '(integer) 5'],
    ['RPOP k 2', ['1) "e"', '2) "d"']],
    ['RPOP k 0', '(empty array)'],
    ['RPOP k 1', '1) "c"'],
    ['LRANGE k 0 -1', ['1) "a"', '2) "b"']],
    ['RPOP k 10', ['1) "b"', '2) "a"']],
    ['EXISTS k', '(integer) 0'],
    ['RPOP k 2', '(nil)'],
    ['RPOP k 0', '(nil)'],
  ],
  'refuses bad counts before it looks': [
    ['RPUSH k a', '(integer) 1'],
    ['RPOP k -1', '(error) ERR value is out of range, must be positive'],
    ['RPOP k abc', '(error) ERR value is out of range, must be positive'],
    ['RPOP nothing -1', '(error) ERR value is out of range, must be positive'],
    ['RPOP k 9223372036854775808', '(error) ERR value is out of range, must be positive'],
    ['RPOP k 1 2', "(error) ERR wrong number of arguments for 'rpop' command"],
    ['RPOP', "(error) ERR wrong number of arguments for 'rpop' command"],
    ['LLEN k', '(integer) 1'],
  ],
  'refuses other types': [
    ['SET s v', 'OK'],
    ['RPOP s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
    ['RPOP s 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
