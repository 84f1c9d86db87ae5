import hlen from '../../../src/commands/hash/hlen.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hlen, {
  'counts fields': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HLEN h', '(integer) 3'],
    ['HDEL h a', '(integer) 1'],
    ['HLEN h', '(integer) 2'],
    ['HLEN missing', '(integer) 0'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HLEN s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HLEN', "(error) ERR wrong number of arguments for 'hlen' command"],
  ],
});
