// HOT: no closures, no allocation on the JS heap.
/** Replies with items of the list that `call.types.lists.value` is turned to. */
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE } from '../../memory/types.ts';
import { itemAt, itemLength, largeAt } from '../../values/list-entry.ts';

/** Replies with the item before which the cursor stands, as one bulk. */
export function replyItem(call: Call): void {
  const { bytes, at } = call.types.lists.value;
  const large = largeAt(bytes, at);
  if (large !== NO_LARGE) {
    call.replyLarge(large);
    return;
  }
  const start = itemAt(bytes, at);
  call.reply.bulk(bytes, start, start + itemLength(bytes, at));
}

/** Replies with an array of so many items, the first of which is before the cursor, going on to the front or the back. */
export function replyItems(call: Call, items: number, toFront: boolean): void {
  const { value } = call.types.lists;
  call.reply.array(items);
  for (let i = 1; i <= items; i++) {
    replyItem(call);
    if (i === items) return;
    if (toFront) value.previous();
    else value.next();
  }
}
