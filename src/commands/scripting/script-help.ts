import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'script|help',
  summary: 'Lists the subcommands.',
  since: '5.0.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['SCRIPT HELP me', "(error) ERR wrong number of arguments for 'script|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'script');
  },
});
