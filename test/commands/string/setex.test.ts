import setex from '../../../src/commands/string/setex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(setex, {
  'sets value and expiry': [
    ['SETEX k 100 v', 'OK'],
    ['GET k', '"v"'],
    ['TTL k', '(integer) 100'],
    ['SETEX k 200 w', 'OK'],
    ['GET k', '"w"'],
    ['TTL k', '(integer) 200'],
  ],
  'refuses times that are none': [
    ['SETEX k 0 x', "(error) ERR invalid expire time in 'setex' command"],
    ['SETEX k -1 x', "(error) ERR invalid expire time in 'setex' command"],
    ['SETEX k abc x', '(error) ERR value is not an integer or out of range'],
    ['SETEX k 1.5 x', '(error) ERR value is not an integer or out of range'],
    ['SETEX k 9223372036854775807 x', "(error) ERR invalid expire time in 'setex' command"],
    ['SETEX k 9223372036854775808 x', '(error) ERR value is not an integer or out of range'],
    ['EXISTS k', '(integer) 0'],
  ],
  'refuses another number of arguments': [
    ['SETEX', "(error) ERR wrong number of arguments for 'setex' command"],
    ['SETEX k', "(error) ERR wrong number of arguments for 'setex' command"],
    ['SETEX k 10', "(error) ERR wrong number of arguments for 'setex' command"],
    ['SETEX k 10 v x', "(error) ERR wrong number of arguments for 'setex' command"],
  ],
});
