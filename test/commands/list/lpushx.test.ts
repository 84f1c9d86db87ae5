import lpushx from '../../../src/commands/list/lpushx.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lpushx, {
  'adds to what is there': [
    ['LPUSHX k a', '(integer) 0'],
    ['EXISTS k', '(integer) 0'],
    ['RPUSH k a', '(integer) 1'],
    ['LPUSHX k b c', '(integer) 3'],
    ['LRANGE k 0 -1', ['1) "c"', '2) "b"', '3) "a"']],
  ],
  refuses: [
    ['LPUSHX', "(error) ERR wrong number of arguments for 'lpushx' command"],
    ['LPUSHX k', "(error) ERR wrong number of arguments for 'lpushx' command"],
    ['SET s v', 'OK'],
    ['LPUSHX s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
