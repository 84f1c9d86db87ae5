/** Writes the plain trees that protocol/command/describe.ts makes. */
import type { Reply } from '../../../protocol/command/describe.ts';
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';

export function replyTree(reply: ReplyWriter, tree: Reply): void {
  if (tree === null) reply.null();
  else if (typeof tree === 'string') reply.bulkLatin1(tree);
  else if (typeof tree === 'number') reply.integer(tree);
  else if ('status' in tree) reply.simple(tree.status);
  else if ('set' in tree) {
    reply.set(tree.set.length);
    for (const item of tree.set) replyTree(reply, item);
  } else if ('pairs' in tree) {
    reply.map(tree.pairs.length);
    for (const [name, value] of tree.pairs) {
      reply.bulkLatin1(name);
      replyTree(reply, value);
    }
  } else {
    reply.array(tree.length);
    for (const item of tree) replyTree(reply, item);
  }
}
