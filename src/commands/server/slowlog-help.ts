import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'slowlog|help',
  summary: 'Lists the subcommands.',
  since: '6.2.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['SLOWLOG HELP me', "(error) ERR wrong number of arguments for 'slowlog|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'slowlog');
  },
});
