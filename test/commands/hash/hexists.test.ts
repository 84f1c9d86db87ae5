import hexists from '../../../src/commands/hash/hexists.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hexists, {
  'says what is there': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXISTS h a', '(integer) 1'],
    ['HEXISTS h zz', '(integer) 0'],
    ['HEXISTS missing a', '(integer) 0'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HEXISTS s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HEXISTS h', "(error) ERR wrong number of arguments for 'hexists' command"],
  ],
});
