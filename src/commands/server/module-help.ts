import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'module|help',
  summary: 'Lists the subcommands.',
  since: '5.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['MODULE HELP me', "(error) ERR wrong number of arguments for 'module|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'module');
  },
});
