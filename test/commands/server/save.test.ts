import save from '../../../src/commands/server/save.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(save, {
  'takes nothing': [['SAVE x', "(error) ERR wrong number of arguments for 'save' command"]],
});
