import { documentCommands } from '../../../protocol/command/describe.ts';
import { rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { textsOf } from './argument-texts.ts';
import { replyTree } from './reply-tree.ts';

export default command({
  name: 'command|docs',
  summary: 'Documents commands, all of them unless some are named: summary, group, arguments, history.',
  since: '7.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of commands.',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  tips: ['nondeterministic_output_order'],
  args: { commandName: rest() },
  examples: [['COMMAND DOCS nosuch', '(empty array)']],
  run(call, { commandName }) {
    replyTree(call.reply, documentCommands(call.server.table, textsOf(call, commandName)));
  },
});
