import { describeAll, describeNamed } from '../../../protocol/command/describe.ts';
import { rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { textsOf } from './argument-texts.ts';
import { replyTree } from './reply-tree.ts';

export default command({
  name: 'command|info',
  summary: 'Describes commands, all of them unless some are named: arity, flags, keys, ACL categories, subcommands.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(N) where N is the number of commands.',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  tips: ['nondeterministic_output_order'],
  history: [['7.0.0', 'Without a name it describes all commands.']],
  args: { commandName: rest() },
  examples: [['COMMAND INFO nosuch', '1) (nil)']],
  run(call, { commandName }) {
    const names = textsOf(call, commandName);
    const { table } = call.server;
    replyTree(call.reply, names.length === 0 ? describeAll(table) : describeNamed(table, names));
  },
});
