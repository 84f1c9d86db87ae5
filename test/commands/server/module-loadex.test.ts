import moduleLoadex from '../../../src/commands/server/module-loadex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(moduleLoadex, {
  'wants a name': [['MODULE LOADEX', "(error) ERR wrong number of arguments for 'module|loadex' command"]],
});
