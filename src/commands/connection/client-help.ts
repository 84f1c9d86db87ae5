import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'client|help',
  summary: 'Describes the subcommands of CLIENT.',
  since: '5.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['CLIENT HELP x', "(error) ERR wrong number of arguments for 'client|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'client');
  },
});
