import xinfoHelp from '../../../src/commands/stream/xinfo-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xinfoHelp, {
  'unknown subcommands are refused': [
    ['XINFO FOO s', "(error) ERR unknown subcommand 'FOO'. Try XINFO HELP."],
    ['XINFO', "(error) ERR wrong number of arguments for 'xinfo' command"],
  ],
});
