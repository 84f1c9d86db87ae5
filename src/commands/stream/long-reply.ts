/** Integers of up to 64 bits, as the store counts them. */
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';

export function replyLong(reply: ReplyWriter, value: number | bigint): void {
  if (typeof value === 'bigint') reply.bigInteger(value);
  else reply.integer(value);
}
