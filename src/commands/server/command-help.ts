import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'command|help',
  summary: 'Lists the subcommands.',
  since: '5.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  args: {},
  examples: [['COMMAND HELP me', "(error) ERR wrong number of arguments for 'command|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'command');
  },
});
