import hscan from '../../../src/commands/hash/hscan.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hscan, {
  'gives small hashes whole': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HSCAN h 0', ['1) "0"', '2) 1) "a"', '   2) "1"', '   3) "b"', '   4) "2"', '   5) "c"', '   6) "three"']],
    ['HSCAN h 0 COUNT 1', ['1) "0"', '2) 1) "a"', '   2) "1"', '   3) "b"', '   4) "2"', '   5) "c"', '   6) "three"']],
    ['HSCAN h 0 NOVALUES', ['1) "0"', '2) 1) "a"', '   2) "b"', '   3) "c"']],
    ['HSCAN h 0 MATCH [ab] NOVALUES COUNT 5', ['1) "0"', '2) 1) "a"', '   2) "b"']],
    ['HSCAN h 0 MATCH zz', ['1) "0"', '2) (empty array)']],
    ['HSCAN missing 0', ['1) "0"', '2) (empty array)']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HSCAN h abc', '(error) ERR invalid cursor'],
    ['HSCAN s abc', '(error) ERR invalid cursor'],
    ['HSCAN s 0 FOO', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HSCAN h 0 FOO', '(error) ERR syntax error'],
    ['HSCAN h 0 COUNT 0', '(error) ERR syntax error'],
    ['HSCAN h 0 COUNT x', '(error) ERR value is not an integer or out of range'],
    ['HSCAN h 0 MATCH', '(error) ERR syntax error'],
    ['HSCAN h 0 TYPE hash', '(error) ERR syntax error'],
    ['HSCAN missing 0 FOO', ['1) "0"', '2) (empty array)']],
    ['HSCAN h', "(error) ERR wrong number of arguments for 'hscan' command"],
  ],
});
