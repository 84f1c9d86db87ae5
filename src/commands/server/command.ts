import { describeAll } from '../../../protocol/command/describe.ts';
import { rest } from '../../../protocol/command/grammar.ts';
import { unknownSubcommand } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { replyTree } from './reply-tree.ts';

export default command({
  name: 'command',
  summary: 'Describes every command: arity, flags, keys, ACL categories, subcommands.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(N) where N is the number of commands.',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  tips: ['nondeterministic_output_order'],
  args: { subcommand: rest() },
  documentedArgs: {},
  examples: [['COMMAND NOSUCH', "(error) ERR unknown subcommand 'NOSUCH'. Try COMMAND HELP."]],
  run(call) {
    if (call.args.argc > 1) return call.reply.error(unknownSubcommand(call.text(1), 'command'));
    replyTree(call.reply, describeAll(call.server.table));
  },
});
