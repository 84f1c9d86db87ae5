import moduleUnload from '../../../src/commands/server/module-unload.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(moduleUnload, {
  'wants a name': [['MODULE UNLOAD', "(error) ERR wrong number of arguments for 'module|unload' command"]],
});
