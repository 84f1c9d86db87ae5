/** What XCLAIM and XAUTOCLAIM have in common: an entry goes over to another consumer. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { replyEntry } from './entry-reply.ts';
import { replyId } from './stream-id-reply.ts';
import { consumerNamed } from './stream-lookup.ts';

/** Redis keeps the number of deliveries that the entry has. */
export const SAME_DELIVERIES = -1;
/** … and adds one to it. */
export const ONE_MORE_DELIVERY = -2;

/** The consumer of a group that an argument names, made if need be, and seen now. */
export function takeConsumer(call: Call, key: ArgIndex, group: Ref, name: ArgIndex): Ref {
  const { streams } = call.types;
  const found = consumerNamed(call, group, name);
  const consumer = found === NO_REF ? streams.createConsumer(key, group, name) : found;
  streams.groups.setSeen(consumer, call.now());
  return consumer;
}

/**
 * Makes an entry, which is there, a consumer's.
 * @param deliveries how often it was delivered, SAME_DELIVERIES or ONE_MORE_DELIVERY
 */
export function claim(
  call: Call,
  key: ArgIndex,
  group: Ref,
  consumer: Ref,
  id: Int32Array,
  at: number,
  deliveredMs: number,
  deliveries: number,
): void {
  const { groups } = call.types.streams;
  const fresh = groups.assign(call.store.shards[key]!, group, consumer, id, at);
  let count = fresh ? 1 : groups.deliveries.deliveries();
  if (deliveries === ONE_MORE_DELIVERY) count++;
  else if (deliveries !== SAME_DELIVERIES) count = deliveries;
  groups.deliveries.setDelivery(deliveredMs, count);
  groups.setActive(consumer, call.now());
}

/** Replies with an entry that was claimed, to which the cursor of the entries leads, or only with its ID. */
export function replyClaimed(call: Call, id: Int32Array, at: number, justId: boolean): void {
  if (justId) replyId(call.reply, id, at);
  else replyEntry(call);
}
