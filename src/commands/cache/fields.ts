/** Replies with named figures, as a map. */
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';

/** A double says so; null is nil. */
export type Figure = number | string | null | { readonly double: number };

/** A map of names and figures. */
export function replyFields(reply: ReplyWriter, fields: readonly (readonly [name: string, value: Figure])[]): void {
  reply.map(fields.length);
  for (const [name, value] of fields) {
    reply.bulkLatin1(name);
    replyFigure(reply, value);
  }
}

/** null, text, an integer (rounded), or a double. */
export function replyFigure(reply: ReplyWriter, value: Figure): void {
  if (value === null) reply.null();
  else if (typeof value === 'number') reply.integer(Math.round(value));
  else if (typeof value === 'string') reply.bulkLatin1(value);
  else reply.double(value.double);
}
