// HOT: no closures, no allocation.
/** Gives a consumer the entries that its group was not given yet. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { ID_WORDS, incrementId } from '../../values/stream/stream-id.ts';
import { replyEntry } from './entry-reply.ts';

const from = new Int32Array(ID_WORDS);

/** Replies with up to `most` entries behind the last one that the group was given. @returns how many */
export function deliver(
  call: Call,
  key: ArgIndex,
  root: Ref,
  group: Ref,
  consumer: Ref,
  most: number,
  noAck: boolean,
): number {
  const { store } = call;
  const { entries, groups, progress } = call.types.streams;
  const { id } = entries.cursor;
  const shard = store.shards[key]!;
  const nowMs = call.now();
  progress.begin(root, group);
  progress.copyLastId(group, from, 0);
  let found = 0;
  let more = incrementId(from, 0) && entries.begin(root, from, 0);
  while (more) {
    if (progress.isNew(id)) progress.advance(id);
    replyEntry(call);
    if (!noAck) {
      // An ID may be pending already, if the group was set back by XGROUP SETID.
      groups.assign(shard, group, consumer, id, 0);
      groups.deliveries.setDelivery(nowMs, 1);
      groups.setActive(consumer, nowMs);
    }
    if (++found >= most) break;
    more = entries.next();
  }
  store.changed(key, EVENT.groupProgress);
  return found;
}
