import hdel from '../../../src/commands/hash/hdel.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hdel, {
  'deletes fields': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HDEL h a zz a', '(integer) 1'],
    ['HGETALL h', ['1) "b"', '2) "2"', '3) "c"', '4) "three"']],
    ['HDEL missing a', '(integer) 0'],
  ],
  'deletes the key with the last field': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HDEL h a b c d', '(integer) 3'],
    ['EXISTS h', '(integer) 0'],
    ['DBSIZE', '(integer) 0'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HDEL s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HDEL h', "(error) ERR wrong number of arguments for 'hdel' command"],
  ],
});
