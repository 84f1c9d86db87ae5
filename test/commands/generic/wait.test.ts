import wait from '../../../src/commands/generic/wait.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(wait, {
  'answers at once who asks for no replica': [
    ['WAIT 0 0', '(integer) 0'],
    ['WAIT -1 0', '(integer) 0'],
    ['WAIT 0 100', '(integer) 0'],
  ],
  refuses: [
    ['WAIT', "(error) ERR wrong number of arguments for 'wait' command"],
    ['WAIT 0', "(error) ERR wrong number of arguments for 'wait' command"],
    ['WAIT a 0', '(error) ERR value is not an integer or out of range'],
    ['WAIT 0 a', '(error) ERR timeout is not an integer or out of range'],
    ['WAIT 0 -1', '(error) ERR timeout is negative'],
    ['WAIT 0 99999999999999999999', '(error) ERR timeout is not an integer or out of range'],
    ['WAIT 0 9223372036854775807', '(error) ERR timeout is out of range'],
    ['WAIT 0 0 0', "(error) ERR wrong number of arguments for 'wait' command"],
  ],
});
