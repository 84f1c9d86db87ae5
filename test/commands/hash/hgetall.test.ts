import hgetall from '../../../src/commands/hash/hgetall.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hgetall, {
  'gives everything': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HGETALL h', ['1) "a"', '2) "1"', '3) "b"', '4) "2"', '5) "c"', '6) "three"']],
    ['HGETALL missing', '(empty array)'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HGETALL s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HGETALL', "(error) ERR wrong number of arguments for 'hgetall' command"],
  ],
});
