import script from '../../../src/commands/scripting/script.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  { ...script, examples: [] },
  {
    'is no command': [['SCRIPT FOO', "(error) ERR unknown subcommand 'FOO'. Try SCRIPT HELP."]],
  },
);
