import substr from '../../../src/commands/string/substr.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(substr, {
  'counts from both ends': [
    ['SET k "This is a string"', 'OK'],
    ['SUBSTR k 0 3', '"This"'],
    ['SUBSTR k -3 -1', '"ing"'],
    ['SUBSTR k 0 -1', '"This is a string"'],
    ['SUBSTR k 10 100', '"string"'],
    ['SUBSTR k 5 3', '""'],
    ['SUBSTR k -100 3', '"This"'],
    ['SUBSTR k -100 -50', '"T"'],
    ['SUBSTR k 100 200', '""'],
    ['SUBSTR k -1 -5', '""'],
    ['SUBSTR k -5 -8', '""'],
    ['SUBSTR k 15 15', '"g"'],
    ['SUBSTR k 16 16', '""'],
    ['SUBSTR k 0 9223372036854775807', '"This is a string"'],
    ['SUBSTR k -9223372036854775808 -1', '"This is a string"'],
  ],
  'gives nothing of nothing': [
    ['SUBSTR k 0 -1', '""'],
    ['SET k ""', 'OK'],
    ['SUBSTR k 0 -1', '""'],
    ['SUBSTR k 0 0', '""'],
  ],
  'cuts integers too': [
    ['SET k 12345', 'OK'],
    ['SUBSTR k 1 3', '"234"'],
    ['OBJECT ENCODING k', '"int"'],
  ],
  'refuses positions that are no integers, even without a key': [
    ['SUBSTR k a 1', '(error) ERR value is not an integer or out of range'],
    ['SUBSTR k 0 1.5', '(error) ERR value is not an integer or out of range'],
    ['SUBSTR k 0 9223372036854775808', '(error) ERR value is not an integer or out of range'],
  ],
  'refuses another number of arguments': [
    ['SUBSTR', "(error) ERR wrong number of arguments for 'substr' command"],
    ['SUBSTR k', "(error) ERR wrong number of arguments for 'substr' command"],
    ['SUBSTR k 0', "(error) ERR wrong number of arguments for 'substr' command"],
    ['SUBSTR k 0 1 2', "(error) ERR wrong number of arguments for 'substr' command"],
  ],
});
