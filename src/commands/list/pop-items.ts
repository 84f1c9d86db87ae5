// HOT: no closures, no allocation on the JS heap.
/** Takes items from an end of a list and replies with them: for the commands that pop, be it at once or after waiting. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { replyItem, replyItems, replyItemsBackwards, replyText } from './reply-items.ts';

/** `popFirst…` found a key and replied. */
export const POPPED = 0;
/** Neither of the keys holds a list. */
export const NOTHING = 1;
/** A key holds something else; the error is replied. */
export const FAILED = 2;

/** LPOP and RPOP. */
export function popCommand(call: Call, key: ArgIndex, count: number | undefined, front: boolean): void {
  const { store, reply } = call;
  const record = store.write(key);
  if (record === NO_REF) {
    if (count === undefined) reply.null();
    else reply.nullArray();
  } else if (store.records.type(record) !== TYPE_LIST) call.fail(ERROR.wrongType);
  else if (count === undefined) popOne(call, key, record, front);
  else if (count === 0) reply.array(0);
  else popSeveral(call, key, record, front, count);
}

/** Pops one item of a key's list and replies with it. */
export function popOne(call: Call, key: ArgIndex, record: Ref, front: boolean): void {
  const { lists } = call.types;
  const event = front ? EVENT.lpop : EVENT.rpop;
  if (lists.atEnd(record, front)) {
    replyText(call);
    lists.takeEnd(key, event);
    return;
  }
  const value = lists.open(key, record);
  if (front) value.seekFirst();
  else value.seekLast();
  replyItem(call);
  value.remove(1);
  lists.removed(key, record, event);
}

/** Pops up to `most` items (1 and more) and replies with an array of them, the one at the end first. */
export function popSeveral(call: Call, key: ArgIndex, record: Ref, front: boolean, most: number): void {
  const { lists } = call.types;
  const value = lists.open(key, record);
  const count = value.count();
  const items = most < count ? most : count;
  if (front) {
    value.seekFirst();
    replyItems(call, items);
  } else {
    value.seekLast();
    replyItemsBackwards(call, items);
  }
  value.seek(front ? 0 : count - items);
  let left = items;
  while (left > 0 && value.hasItem()) left -= value.remove(left);
  lists.removed(key, record, front ? EVENT.lpop : EVENT.rpop, items);
}

/** Pops one item of the first of the keys that holds a list; the reply is the key and the item. */
export function popFirstOne(call: Call, keys: ArgRange, front: boolean): number {
  const { store, reply } = call;
  const at = firstList(call, keys);
  if (at < 0) return at === NO_LIST ? NOTHING : FAILED;
  const key = keys.at(at);
  reply.array(2);
  replyKey(call, key);
  popOne(call, key, store.write(key), front);
  return POPPED;
}

/** Pops up to `most` items of the first of the keys that holds a list; the reply is the key and an array of them. */
export function popFirstSeveral(call: Call, keys: ArgRange, front: boolean, most: number): number {
  const { store, reply } = call;
  const at = firstList(call, keys);
  if (at < 0) return at === NO_LIST ? NOTHING : FAILED;
  const key = keys.at(at);
  reply.array(2);
  replyKey(call, key);
  popSeveral(call, key, store.write(key), front, most);
  return POPPED;
}

const NO_LIST = -1;
const WRONG_TYPE = -2;

/** Which of the keys is the first that is there: its number, NO_LIST, or WRONG_TYPE and the error is replied. */
function firstList(call: Call, keys: ArgRange): number {
  const { store } = call;
  for (let i = 0; i < keys.count; i++) {
    const record = store.peek(keys.at(i));
    if (record === NO_REF) continue;
    if (store.records.type(record) === TYPE_LIST) return i;
    call.fail(ERROR.wrongType);
    return WRONG_TYPE;
  }
  return NO_LIST;
}

function replyKey(call: Call, key: ArgIndex): void {
  const { buf, argStart, argLen } = call.args;
  const start = argStart[key]!;
  call.reply.bulk(buf as Buffer, start, start + argLen[key]!);
}
