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
  'cuts a few items off the ends of a list of any form': [
    ['RPUSH k a b c', '(integer) 3'],
    ['LTRIM k 0 -1', 'OK'],
    ['LRANGE k 0 -1', ['1) "a"', '2) "b"', '3) "c"']],
    ['LTRIM k 1 -2', 'OK'],
    ['LRANGE k 0 -1', '1) "b"'],
    [`RPUSH k ${Array.from({ length: 2_000 }, (_, i) => `item:${i}`).join(' ')}`, '(integer) 2001'],
    ['LTRIM k 3 -6', 'OK'],
    ['LLEN k', '(integer) 1993'],
    ['LINDEX k 0', '"item:2"'],
    ['LINDEX k -1', '"item:1994"'],
    [`LPUSH k ${'x'.repeat(300)} y`, '(integer) 1995'],
    ['LTRIM k 3 -2', 'OK'],
    ['LINDEX k 0', '"item:3"'],
    ['LINDEX k -1', '"item:1993"'],
    ['LLEN k', '(integer) 1991'],
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
