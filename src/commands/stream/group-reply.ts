/** What XINFO says of a consumer group. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { UNKNOWN_READ } from '../../store/collections/stream-progress.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { replyLong } from './long-reply.ts';
import { replyName } from './pending-reply.ts';
import { replyId } from './stream-id-reply.ts';

const id = new Int32Array(ID_WORDS);

/** The fields `last-delivered-id`, `entries-read` and `lag`. */
export function replyProgress(call: Call, root: Ref, group: Ref): void {
  const { reply } = call;
  const { progress } = call.types.streams;
  const read = progress.read(group);
  progress.begin(root, group);
  const lag = progress.lag();
  progress.copyLastId(group, id, 0);
  reply.bulkLatin1('last-delivered-id');
  replyId(reply, id, 0);
  reply.bulkLatin1('entries-read');
  if (read === UNKNOWN_READ) reply.null();
  else replyLong(reply, read);
  reply.bulkLatin1('lag');
  if (lag === undefined) reply.null();
  else replyLong(reply, lag);
}

/** A group of XINFO STREAM FULL. @param most pending entries that are listed; 0 for all */
export function replyWholeGroup(call: Call, root: Ref, group: Ref, most: number): void {
  const { reply } = call;
  const { groups } = call.types.streams;
  const { deliveries } = groups;
  reply.map(7);
  reply.bulkLatin1('name');
  replyName(call, group);
  replyProgress(call, root, group);
  const count = groups.pendingCount(group);
  const listed = most === 0 || most > count ? count : most;
  reply.bulkLatin1('pel-count');
  reply.integer(count);
  reply.bulkLatin1('pending');
  reply.array(listed);
  let more = groups.beginFirstPending(group);
  for (let i = 0; more && i < listed; i++, more = deliveries.next()) {
    reply.array(4);
    replyId(reply, deliveries.words, deliveries.at);
    replyName(call, deliveries.consumer());
    reply.integer(deliveries.deliveredMs());
    reply.integer(deliveries.deliveries());
  }
  reply.bulkLatin1('consumers');
  const consumers = groups.consumersOf(group);
  reply.array(groups.names.count(consumers));
  for (let i = 0; i < groups.names.count(consumers); i++) {
    replyConsumer(call, group, groups.names.at(consumers, i), most);
  }
}

function replyConsumer(call: Call, group: Ref, consumer: Ref, most: number): void {
  const { reply } = call;
  const { groups } = call.types.streams;
  const { deliveries, owned } = groups;
  const count = groups.ownedCount(consumer);
  const listed = most === 0 || most > count ? count : most;
  reply.map(5);
  reply.bulkLatin1('name');
  replyName(call, consumer);
  reply.bulkLatin1('seen-time');
  reply.integer(groups.seenMs(consumer));
  reply.bulkLatin1('active-time');
  reply.integer(groups.activeMs(consumer));
  reply.bulkLatin1('pel-count');
  reply.integer(count);
  reply.bulkLatin1('pending');
  reply.array(listed);
  let more = groups.beginFirstOwned(consumer);
  for (let i = 0; more && i < listed; i++, more = owned.next()) {
    groups.findPending(group, owned.words, owned.at);
    reply.array(3);
    replyId(reply, deliveries.words, deliveries.at);
    reply.integer(deliveries.deliveredMs());
    reply.integer(deliveries.deliveries());
  }
}
