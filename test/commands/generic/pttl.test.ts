import pttl from '../../../src/commands/generic/pttl.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pttl, {
  'tells missing keys from keys that stay': [
    ['PTTL k', '(integer) -2'],
    ['SET k v', 'OK'],
    ['PTTL k', '(integer) -1'],
  ],
  'refuses another number of arguments': [
    ['PTTL', "(error) ERR wrong number of arguments for 'pttl' command"],
    ['PTTL a b', "(error) ERR wrong number of arguments for 'pttl' command"],
  ],
});
