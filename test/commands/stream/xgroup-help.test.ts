import xgroupHelp from '../../../src/commands/stream/xgroup-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xgroupHelp, {
  'unknown subcommands are refused': [
    ['XGROUP FOO s g', "(error) ERR unknown subcommand 'FOO'. Try XGROUP HELP."],
    ['XGROUP', "(error) ERR wrong number of arguments for 'xgroup' command"],
  ],
});
