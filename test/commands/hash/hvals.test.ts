import hvals from '../../../src/commands/hash/hvals.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hvals, {
  'gives the values': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HVALS h', ['1) "1"', '2) "2"', '3) "three"']],
    ['HVALS missing', '(empty array)'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HVALS s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HVALS', "(error) ERR wrong number of arguments for 'hvals' command"],
  ],
});
