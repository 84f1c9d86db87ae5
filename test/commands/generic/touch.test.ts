import touch from '../../../src/commands/generic/touch.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(touch, {
  'counts keys': [
    ['SET a 1', 'OK'],
    ['TOUCH a x a', '(integer) 2'],
  ],
  'refuses no keys': [['TOUCH', "(error) ERR wrong number of arguments for 'touch' command"]],
});
