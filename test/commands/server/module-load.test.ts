import moduleLoad from '../../../src/commands/server/module-load.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(moduleLoad, {
  'wants a name': [['MODULE LOAD', "(error) ERR wrong number of arguments for 'module|load' command"]],
});
