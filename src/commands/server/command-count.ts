import { command } from '../../dispatch/context.ts';

export default command({
  name: 'command|count',
  summary: 'Counts the commands, subcommands left out.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  args: {},
  examples: [['COMMAND COUNT now', "(error) ERR wrong number of arguments for 'command|count' command"]],
  run(call) {
    call.reply.integer(call.server.table.commands.length);
  },
});
