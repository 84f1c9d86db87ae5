import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'memory|help',
  summary: 'Lists the subcommands.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['MEMORY HELP me', "(error) ERR wrong number of arguments for 'memory|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'memory');
  },
});
