import rpushx from '../../../src/commands/list/rpushx.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(rpushx, {
  'adds to what is there': [
    ['RPUSHX k a', '(integer) 0'],
    ['EXISTS k', '(integer) 0'],
    ['RPUSH k a', '(integer) 1'],
    ['RPUSHX k b c', '(integer) 3'],
    ['LRANGE k 0 -1', ['1) "a"', '2) "b"', '3) "c"']],
  ],
  refuses: [
    ['RPUSHX', "(error) ERR wrong number of arguments for 'rpushx' command"],
    ['RPUSHX k', "(error) ERR wrong number of arguments for 'rpushx' command"],
    ['SET s v', 'OK'],
    ['RPUSHX s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
