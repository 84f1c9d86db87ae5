import functionHelp from '../../../src/commands/scripting/function-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionHelp, {
  'takes nothing': [['FUNCTION HELP x', "(error) ERR wrong number of arguments for 'function|help' command"]],
});
