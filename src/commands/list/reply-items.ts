// HOT: no closures, no allocation on the JS heap.
/** Replies with items of the list that `call.types.lists.value` is turned to. */
import { MOST_BY_WORDS } from '../../../protocol/resp/reply-writer.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE } from '../../memory/types.ts';

/** Replies with the item before which the cursor stands, as one bulk. */
export function replyItem(call: Call): void {
  const { value } = call.types.lists;
  const large = value.largeItem();
  if (large !== NO_LARGE) {
    call.replyLarge(large);
    return;
  }
  value.readItem();
  replyText(call);
}

/** Replies with the item that the cursor has read, as one bulk. */
export function replyText(call: Call): void {
  const { value } = call.types.lists;
  const start = value.textStart;
  const end = start + value.textLength;
  if (end - start <= MOST_BY_WORDS) call.reply.bulkOfWords(value.textData, start, end);
  else call.reply.bulk(value.text, start, end);
}

/** Replies with an array of so many items, the first of which is before the cursor, going on to the back. */
export function replyItems(call: Call, items: number): void {
  const { reply } = call;
  const { value } = call.types.lists;
  reply.array(items);
  for (let left = items; left > 0 && value.hasItem(); ) {
    // Items that do not lie between two bytes of a code are longer than any of a row.
    const written = reply.bulksOfRow(value, left);
    left -= written;
    if (written !== 0) continue;
    replyItem(call);
    value.pass();
    left--;
  }
}

/** As `replyItems`, going back to the front. */
export function replyItemsBackwards(call: Call, items: number): void {
  const { value } = call.types.lists;
  call.reply.array(items);
  for (let i = 1; i <= items; i++) {
    replyItem(call);
    if (i < items) value.previous();
  }
}
