import strlen from '../../../src/commands/string/strlen.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(strlen, {
  'counts bytes': [
    ['STRLEN k', '(integer) 0'],
    ['SET k hello', 'OK'],
    ['STRLEN k', '(integer) 5'],
    ['SET k 12345', 'OK'],
    ['STRLEN k', '(integer) 5'],
    ['SET k "\\x00\\xff"', 'OK'],
    ['STRLEN k', '(integer) 2'],
    ['SET k ""', 'OK'],
    ['STRLEN k', '(integer) 0'],
  ],
  'refuses another number of arguments': [
    ['STRLEN', "(error) ERR wrong number of arguments for 'strlen' command"],
    ['STRLEN a b', "(error) ERR wrong number of arguments for 'strlen' command"],
  ],
});
