import { command } from '../../dispatch/context.ts';
import { replySubcommandHelp } from '../subcommand-help.ts';

export default command({
  name: 'object|help',
  summary: 'Describes the subcommands of OBJECT.',
  since: '6.2.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  acl: ['keyspace'],
  args: {},
  examples: [['OBJECT HELP x', "(error) ERR wrong number of arguments for 'object|help' command"]],
  run(call) {
    replySubcommandHelp(call, 'object');
  },
});
