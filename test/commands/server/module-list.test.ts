import moduleList from '../../../src/commands/server/module-list.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(moduleList, {
  'takes nothing': [['MODULE LIST x', "(error) ERR wrong number of arguments for 'module|list' command"]],
});
