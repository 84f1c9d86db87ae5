import { namesInCategory } from '../../../protocol/command/describe.ts';
import { bytes, optional, rest } from '../../../protocol/command/grammar.ts';
import { ACL_CATEGORIES } from '../../../protocol/command/vocabulary.ts';
import { unknownCategory, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { type Call, command } from '../../dispatch/context.ts';

export default command({
  name: 'acl|cat',
  summary: 'Lists the categories of commands, or the commands of one.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(1) since categories and commands are a fixed set.',
  flags: ['noscript', 'loading', 'stale'],
  args: { category: optional(bytes()), ignored: rest() },
  documentedArgs: { category: optional(bytes()) },
  examples: [['ACL CAT nosuch', "(error) ERR Unknown category 'nosuch'"]],
  run(call, { category, ignored }) {
    if (ignored.count > 0) return call.reply.error(unknownOrWrongArity(call.text(1), 'acl'));
    const { reply } = call;
    if (category === undefined) return replyNames(reply, ACL_CATEGORIES);
    const word = call.text(category);
    if (!ACL_CATEGORIES.some((known) => known === word.toLowerCase())) return reply.error(unknownCategory(word));
    replyNames(reply, namesInCategory(call.server.table, word));
  },
});

function replyNames(reply: Call['reply'], names: readonly string[]): void {
  reply.array(names.length);
  for (const name of names) reply.bulkLatin1(name);
}
