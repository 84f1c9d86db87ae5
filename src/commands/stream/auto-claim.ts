/** XAUTOCLAIM, once its arguments are read. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { copyId, fillId, ID_WORDS } from '../../values/stream/stream-id.ts';
import { claim, ONE_MORE_DELIVERY, replyClaimed, SAME_DELIVERIES, takeConsumer } from './claim.ts';
import { IdList } from './id-list.ts';
import { replyId } from './stream-id-reply.ts';
import { rangeStart } from './stream-id-text.ts';

/** Entries that are looked at for each one that may be claimed. */
const ATTEMPTS = 10;

const claimed = new IdList();
const gone = new IdList();
const next = new Int32Array(ID_WORDS);

/**
 * Gives up to `count` entries that are pending for so long, from `rangeStart` on, to a consumer; replies where to go on,
 * the entries, and the IDs of those that are gone and so forgotten.
 */
export function autoClaim(
  call: Call,
  key: ArgIndex,
  root: Ref,
  group: Ref,
  consumerName: ArgIndex,
  minIdleMs: number,
  count: number,
  justId: boolean,
): void {
  const { reply, store } = call;
  const { entries, groups } = call.types.streams;
  const consumer = takeConsumer(call, key, group, consumerName);
  look(call, root, group, minIdleMs, count);
  const shard = store.shards[key]!;
  for (let i = 0; i < gone.count; i++) groups.acknowledge(shard, group, gone.words, i * ID_WORDS);
  reply.array(3);
  replyId(reply, next, 0);
  reply.array(claimed.count);
  for (let i = 0; i < claimed.count; i++) {
    const at = i * ID_WORDS;
    const deliveries = justId ? SAME_DELIVERIES : ONE_MORE_DELIVERY;
    claim(call, key, group, consumer, claimed.words, at, call.now(), deliveries);
    if (!justId) entries.find(root, claimed.words, at);
    replyClaimed(call, claimed.words, at, justId);
  }
  reply.array(gone.count);
  for (let i = 0; i < gone.count; i++) replyId(reply, gone.words, i * ID_WORDS);
  if (claimed.count + gone.count > 0) store.changed(key, EVENT.groupProgress);
}

/** Finds what is to be claimed and what is gone, and where the next call goes on. */
function look(call: Call, root: Ref, group: Ref, minIdleMs: number, count: number): void {
  const { entries, groups } = call.types.streams;
  const { deliveries } = groups;
  const nowMs = call.now();
  claimed.clear();
  gone.clear();
  fillId(next, 0, 0);
  let attempts = count * ATTEMPTS;
  let left = count;
  let more = groups.beginPending(group, rangeStart, 0);
  for (; more && attempts > 0 && left > 0; more = deliveries.next()) {
    attempts--;
    const { words, at } = deliveries;
    if (!entries.find(root, words, at)) {
      gone.add(words, at);
      left--;
    } else if (minIdleMs <= 0 || nowMs - deliveries.deliveredMs() >= minIdleMs) {
      claimed.add(words, at);
      left--;
    }
  }
  if (more) copyId(deliveries.words, deliveries.at, next, 0);
}
