import mget from '../../../src/commands/string/mget.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(mget, {
  'gives a null for each key that is missing': [
    ['MSET a 1 b 2', 'OK'],
    ['MGET a x b a', ['1) "1"', '2) (nil)', '3) "2"', '4) "1"']],
  ],
  'refuses no keys': [['MGET', "(error) ERR wrong number of arguments for 'mget' command"]],
});
