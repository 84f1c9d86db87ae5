import scriptHelp from '../../../src/commands/scripting/script-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scriptHelp, {
  'takes nothing': [['SCRIPT HELP x', "(error) ERR wrong number of arguments for 'script|help' command"]],
});
