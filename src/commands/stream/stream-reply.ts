/** What XINFO STREAM says. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { fillId, ID_WORDS } from '../../values/stream/stream-id.ts';
import { replyEntry } from './entry-reply.ts';
import { replyWholeGroup } from './group-reply.ts';
import { replyLong } from './long-reply.ts';
import { replyForwards } from './range-reply.ts';
import { replyId } from './stream-id-reply.ts';
import { rangeEnd } from './stream-id-text.ts';

const id = new Int32Array(ID_WORDS);

/** XINFO STREAM. */
export function replySummary(call: Call, root: Ref): void {
  const { reply } = call;
  const { entries, groups } = call.types.streams;
  reply.map(10);
  replyFigures(call, root);
  reply.bulkLatin1('groups');
  reply.integer(groups.names.count(groups.groupsOf(root)));
  reply.bulkLatin1('first-entry');
  if (entries.beginFirst(root)) replyEntry(call);
  else reply.null();
  reply.bulkLatin1('last-entry');
  if (entries.beginLast(root)) replyEntry(call);
  else reply.null();
}

/** XINFO STREAM FULL. @param most entries of each list; 0 for all */
export function replyWholeStream(call: Call, root: Ref, most: number): void {
  const { reply } = call;
  const { groups } = call.types.streams;
  reply.map(9);
  replyFigures(call, root);
  reply.bulkLatin1('entries');
  const mark = reply.deferred();
  fillId(id, 0, 0);
  fillId(rangeEnd, 0, -1);
  const found = replyForwards(call, root, id, 0, most === 0 ? Number.POSITIVE_INFINITY : most);
  reply.resolveDeferred(mark, 'array', found);
  reply.bulkLatin1('groups');
  const run = groups.groupsOf(root);
  const count = groups.names.count(run);
  reply.array(count);
  for (let i = 0; i < count; i++) replyWholeGroup(call, root, groups.names.at(run, i), most);
}

function replyFigures(call: Call, root: Ref): void {
  const { reply } = call;
  const { streams } = call.types;
  const shape = streams.shape(root);
  reply.bulkLatin1('length');
  reply.integer(streams.length(root));
  reply.bulkLatin1('radix-tree-keys');
  reply.integer(shape.leaves);
  reply.bulkLatin1('radix-tree-nodes');
  reply.integer(shape.nodes);
  reply.bulkLatin1('last-generated-id');
  streams.copyLastId(root, id, 0);
  replyId(reply, id, 0);
  reply.bulkLatin1('max-deleted-entry-id');
  streams.copyDeletedId(root, id, 0);
  replyId(reply, id, 0);
  reply.bulkLatin1('entries-added');
  replyLong(reply, streams.added(root));
  reply.bulkLatin1('recorded-first-entry-id');
  streams.copyFirstId(root, id, 0);
  replyId(reply, id, 0);
}
