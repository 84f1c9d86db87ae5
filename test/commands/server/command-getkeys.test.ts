import commandGetkeys from '../../../src/commands/server/command-getkeys.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(commandGetkeys, {
  'finds keys': [
    ['COMMAND GETKEYS get a', '1) "a"'],
    ['COMMAND GETKEYS mset a b c d', ['1) "a"', '2) "c"']],
  ],
  'says why there are none': [
    ['COMMAND GETKEYS', "(error) ERR wrong number of arguments for 'command|getkeys' command"],
    ['COMMAND GETKEYS get', '(error) ERR Invalid number of arguments specified for command'],
    ['COMMAND GETKEYS nosuch a', '(error) ERR Invalid command specified'],
    ['COMMAND GETKEYS ping', '(error) ERR The command has no key arguments'],
    ['COMMAND GETKEYS config get', '(error) ERR The command has no key arguments'],
  ],
});
