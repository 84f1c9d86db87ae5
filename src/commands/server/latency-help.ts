import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'latency|help',
  summary: 'Lists the subcommands.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['LATENCY HELP me', "(error) ERR wrong number of arguments for 'latency|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'latency');
  },
});
