import function_ from '../../../src/commands/scripting/function.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  { ...function_, examples: [] },
  {
    'is no command': [['FUNCTION FOO', "(error) ERR unknown subcommand 'FOO'. Try FUNCTION HELP."]],
  },
);
