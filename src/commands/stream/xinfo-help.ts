import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'xinfo|help',
  summary: 'Lists the subcommands.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['XINFO HELP me', "(error) ERR wrong number of arguments for 'xinfo|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'xinfo');
  },
});
