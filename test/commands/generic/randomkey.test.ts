import randomkey from '../../../src/commands/generic/randomkey.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(randomkey, {
  'gives the only key': [
    ['RANDOMKEY', '(nil)'],
    ['SET one 1', 'OK'],
    ['RANDOMKEY', '"one"'],
  ],
  'refuses arguments': [['RANDOMKEY x', "(error) ERR wrong number of arguments for 'randomkey' command"]],
});
