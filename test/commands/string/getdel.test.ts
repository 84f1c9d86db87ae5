import getdel from '../../../src/commands/string/getdel.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(getdel, {
  'gives and deletes': [
    ['SET k v', 'OK'],
    ['GETDEL k', '"v"'],
    ['EXISTS k', '(integer) 0'],
    ['GETDEL k', '(nil)'],
  ],
  'refuses another number of arguments': [
    ['GETDEL', "(error) ERR wrong number of arguments for 'getdel' command"],
    ['GETDEL a b', "(error) ERR wrong number of arguments for 'getdel' command"],
  ],
});
