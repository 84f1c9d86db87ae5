import hmset from '../../../src/commands/hash/hmset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hmset, {
  'sets fields': [
    ['HMSET h a 1 b 2', 'OK'],
    ['HMSET h a 3', 'OK'],
    ['HGETALL h', ['1) "a"', '2) "3"', '3) "b"', '4) "2"']],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HMSET s a 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HMSET h a', "(error) ERR wrong number of arguments for 'hmset' command"],
    ['HMSET h a 1 b', "(error) ERR wrong number of arguments for 'hmset' command"],
  ],
});
