import exists from '../../../src/commands/generic/exists.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(exists, {
  'counts a key as often as it is named': [
    ['SET a 1', 'OK'],
    ['EXISTS a', '(integer) 1'],
    ['EXISTS x', '(integer) 0'],
    ['EXISTS a a x a', '(integer) 3'],
  ],
  'refuses no keys': [['EXISTS', "(error) ERR wrong number of arguments for 'exists' command"]],
});
