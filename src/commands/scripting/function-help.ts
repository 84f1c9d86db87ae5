import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'function|help',
  summary: 'Lists the subcommands.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['FUNCTION HELP me', "(error) ERR wrong number of arguments for 'function|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'function');
  },
});
