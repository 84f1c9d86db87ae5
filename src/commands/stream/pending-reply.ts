/** What XPENDING says of a group: a summary, or its pending entries in an interval of IDs. */
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { compareIds } from '../../values/stream/stream-id.ts';
import { replyId } from './stream-id-reply.ts';
import { rangeEnd, rangeStart } from './stream-id-text.ts';

/** How many, the first, the last, and how many each consumer has. */
export function replyPendingSummary(call: Call, group: Ref): void {
  const { reply } = call;
  const { groups } = call.types.streams;
  const { deliveries, names } = groups;
  const count = groups.pendingCount(group);
  reply.array(4);
  reply.integer(count);
  if (count === 0) {
    reply.null();
    reply.null();
    reply.nullArray();
    return;
  }
  groups.beginFirstPending(group);
  replyId(reply, deliveries.words, deliveries.at);
  groups.beginLastPending(group);
  replyId(reply, deliveries.words, deliveries.at);
  const consumers = groups.consumersOf(group);
  const mark = reply.deferred();
  let busy = 0;
  for (let i = 0; i < names.count(consumers); i++) {
    const consumer = names.at(consumers, i);
    const owned = groups.ownedCount(consumer);
    if (owned === 0) continue;
    busy++;
    reply.array(2);
    replyName(call, consumer);
    reply.bulkInteger(owned);
  }
  reply.resolveDeferred(mark, 'array', busy);
}

/**
 * Up to `most` entries of the interval in `rangeStart` and `rangeEnd` that are pending for so long.
 * @param consumer NO_REF for those of all consumers
 */
export function replyPending(call: Call, group: Ref, consumer: Ref, most: number, minIdleMs: number): void {
  const { reply } = call;
  const { groups } = call.types.streams;
  const { deliveries, owned } = groups;
  const set = consumer === NO_REF ? deliveries : owned;
  const nowMs = call.now();
  const mark = reply.deferred();
  let found = 0;
  let more =
    consumer === NO_REF ? groups.beginPending(group, rangeStart, 0) : groups.beginOwned(consumer, rangeStart, 0);
  for (; more && found < most && compareIds(set.words, set.at, rangeEnd, 0) <= 0; more = set.next()) {
    if (consumer !== NO_REF) groups.findPending(group, owned.words, owned.at);
    const idleMs = nowMs - deliveries.deliveredMs();
    if (minIdleMs !== 0 && idleMs < minIdleMs) continue;
    found++;
    reply.array(4);
    replyId(reply, deliveries.words, deliveries.at);
    replyName(call, deliveries.consumer());
    reply.integer(idleMs < 0 ? 0 : idleMs);
    reply.integer(deliveries.deliveries());
  }
  reply.resolveDeferred(mark, 'array', found);
}

/** The name of a group or consumer. */
export function replyName(call: Call, named: Ref): void {
  const { names } = call.types.streams.groups;
  const start = names.nameAt(named);
  call.reply.bulk(names.bytesOf(named), start, start + names.nameLength(named));
}
