import lset from '../../../src/commands/list/lset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lset, {
  replaces: [
    ['RPUSH k a b c', '(integer) 3'],
    ['LSET k 0 x', 'OK'],
    ['LSET k -1 ""', 'OK'],
    ['LSET k 1 longer', 'OK'],
    ['LRANGE k 0 -1', ['1) "x"', '2) "longer"', '3) ""']],
  ],
  refuses: [
    ['LSET k x y', '(error) ERR no such key'],
    ['RPUSH k a', '(integer) 1'],
    ['LSET k x y', '(error) ERR value is not an integer or out of range'],
    ['LSET k 1 y', '(error) ERR index out of range'],
    ['LSET k -2 y', '(error) ERR index out of range'],
    ['LSET k 0', "(error) ERR wrong number of arguments for 'lset' command"],
    ['LRANGE k 0 -1', '1) "a"'],
    ['SET s v', 'OK'],
    ['LSET s 0 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
