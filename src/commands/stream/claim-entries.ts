/** XCLAIM, once its arguments are read. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { claim, ONE_MORE_DELIVERY, replyClaimed, SAME_DELIVERIES, takeConsumer } from './claim.ts';
import { claimOptions } from './claim-options.ts';
import { idList } from './id-list.ts';

/** Gives the entries of `idList` to a consumer as `claimOptions` say, and replies with those that went over. */
export function claimEntries(
  call: Call,
  key: ArgIndex,
  root: Ref,
  group: Ref,
  consumerName: ArgIndex,
  minIdleMs: number,
): void {
  const { reply, store } = call;
  const { entries, groups, progress } = call.types.streams;
  const { force, justId, deliveredMs, retryCount } = claimOptions;
  const nowMs = call.now();
  const deliveries = retryCount >= 0 ? retryCount : justId ? SAME_DELIVERIES : ONE_MORE_DELIVERY;
  progress.raiseLastId(group, claimOptions.lastId);
  const consumer = takeConsumer(call, key, group, consumerName);
  const mark = reply.deferred();
  let claimed = 0;
  for (let i = 0; i < idList.count; i++) {
    const { words } = idList;
    const at = i * ID_WORDS;
    const pending = groups.findPending(group, words, at);
    if (!entries.find(root, words, at)) {
      // What is no longer there need not be done any more.
      if (pending) groups.acknowledge(store.shards[key]!, group, words, at);
      continue;
    }
    if (!pending && !force) continue;
    if (pending && minIdleMs > 0 && nowMs - groups.deliveries.deliveredMs() < minIdleMs) continue;
    claim(call, key, group, consumer, words, at, deliveredMs, deliveries);
    replyClaimed(call, words, at, justId);
    claimed++;
  }
  reply.resolveDeferred(mark, 'array', claimed);
  store.changed(key, EVENT.groupProgress);
}
