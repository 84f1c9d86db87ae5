/** CLIENT REPLY: drops the replies that a client does not want, after the command wrote them. */
import { type Client, REPLY_OFF, REPLY_ON, REPLY_SKIP, REPLY_SKIP_NEXT } from './client.ts';
import type { Call } from './context.ts';

/** Remembers where the reply begins. */
export function beginReply(call: Call, client: Client): void {
  call.replyMark = call.reply.mark();
  if (client.replyMode === REPLY_SKIP_NEXT) client.replyMode = REPLY_SKIP;
}

/** Drops what was written since, unless the command itself turned replies on. */
export function endReply(call: Call, client: Client): void {
  if (dropsReplies(client)) call.reply.rollback(call.replyMark);
  if (client.replyMode === REPLY_SKIP) client.replyMode = REPLY_ON;
}

/** Whether what the running command of this client writes is dropped. */
export function dropsReplies(client: Client): boolean {
  return client.replyMode === REPLY_OFF || client.replyMode === REPLY_SKIP;
}
