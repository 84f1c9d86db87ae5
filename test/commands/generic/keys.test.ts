import keys from '../../../src/commands/generic/keys.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(keys, {
  'gives what fits': [
    ['KEYS *', '(empty array)'],
    ['SET one 1', 'OK'],
    ['KEYS *', '1) "one"'],
    ['KEYS o?e', '1) "one"'],
    ['KEYS two', '(empty array)'],
    ['KEYS ""', '(empty array)'],
    ['KEYS [a-o]ne', '1) "one"'],
  ],
  'refuses another number of arguments': [
    ['KEYS', "(error) ERR wrong number of arguments for 'keys' command"],
    ['KEYS a b', "(error) ERR wrong number of arguments for 'keys' command"],
  ],
});
