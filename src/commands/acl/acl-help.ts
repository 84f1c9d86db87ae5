import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'acl|help',
  summary: 'Lists the subcommands.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
  examples: [['ACL HELP me', "(error) ERR wrong number of arguments for 'acl|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'acl');
  },
});
