import objectHelp from '../../../src/commands/generic/object-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(objectHelp, {
  'refuses arguments': [['OBJECT HELP x', "(error) ERR wrong number of arguments for 'object|help' command"]],
});
