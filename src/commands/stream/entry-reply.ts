// HOT: no closures, no allocation per entry.
/** Replies with entries of streams: `[id, [field, value, …]]`. */
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE } from '../../memory/types.ts';
import { replyId } from './stream-id-text.ts';

/** Replies with the entry at hand. */
export function replyEntry(call: Call): void {
  const { reply } = call;
  const { cursor } = call.types.streams.entries;
  reply.array(2);
  replyId(reply, cursor.id, 0);
  cursor.openBody();
  const { fields } = cursor;
  reply.array(fields * 2);
  for (let i = 0; i < fields; i++) {
    cursor.readField();
    if (cursor.large === NO_LARGE) reply.bulk(cursor.text, cursor.start, cursor.end);
    else call.replyLarge(cursor.large);
    cursor.readValue();
    if (cursor.large === NO_LARGE) reply.bulk(cursor.text, cursor.start, cursor.end);
    else call.replyLarge(cursor.large);
  }
}

/** Replies with an ID whose entry is gone: `[id, nil]`. */
export function replyGoneEntry(reply: ReplyWriter, id: Int32Array, at: number): void {
  reply.array(2);
  replyId(reply, id, at);
  reply.nullArray();
}
