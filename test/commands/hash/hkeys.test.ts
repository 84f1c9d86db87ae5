import hkeys from '../../../src/commands/hash/hkeys.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hkeys, {
  'gives the names': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HKEYS h', ['1) "a"', '2) "b"', '3) "c"']],
    ['HKEYS missing', '(empty array)'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HKEYS s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HKEYS', "(error) ERR wrong number of arguments for 'hkeys' command"],
  ],
});
