import hmget from '../../../src/commands/hash/hmget.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hmget, {
  'gives values in the order asked for': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HMGET h c zz a a', ['1) "three"', '2) (nil)', '3) "1"', '4) "1"']],
    ['HMGET missing a b', ['1) (nil)', '2) (nil)']],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HMGET s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HMGET h', "(error) ERR wrong number of arguments for 'hmget' command"],
  ],
});
