import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'pubsub|help',
  summary: 'Lists the subcommands.',
  since: '6.2.0',
  group: 'pubsub',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['PUBSUB HELP me', "(error) ERR wrong number of arguments for 'pubsub|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'pubsub');
  },
});
