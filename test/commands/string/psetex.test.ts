import psetex from '../../../src/commands/string/psetex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(psetex, {
  'sets value and expiry': [
    ['PSETEX k 100000 v', 'OK'],
    ['GET k', '"v"'],
    ['TTL k', '(integer) 100'],
    ['PSETEX k 200000 w', 'OK'],
    ['GET k', '"w"'],
    ['TTL k', '(integer) 200'],
  ],
  'refuses times that are none': [
    ['PSETEX k 0 x', "(error) ERR invalid expire time in 'psetex' command"],
    ['PSETEX k -1 x', "(error) ERR invalid expire time in 'psetex' command"],
    ['PSETEX k abc x', '(error) ERR value is not an integer or out of range'],
    ['PSETEX k 1.5 x', '(error) ERR value is not an integer or out of range'],
    ['PSETEX k 9223372036854775807 x', "(error) ERR invalid expire time in 'psetex' command"],
    ['PSETEX k 9223372036854775808 x', '(error) ERR value is not an integer or out of range'],
    ['EXISTS k', '(integer) 0'],
  ],
  'refuses another number of arguments': [
    ['PSETEX', "(error) ERR wrong number of arguments for 'psetex' command"],
    ['PSETEX k', "(error) ERR wrong number of arguments for 'psetex' command"],
    ['PSETEX k 10', "(error) ERR wrong number of arguments for 'psetex' command"],
    ['PSETEX k 10 v x', "(error) ERR wrong number of arguments for 'psetex' command"],
  ],
});
