// HOT: no closures, no allocation on the JS heap except for a longer item than ever before.
/** Moves an item from an end of a list to an end of a list: LMOVE, RPOPLPUSH and the commands that wait for it. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE, NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';

/** Where an item lies that is on its way: its old place may be gone before the new one is written. */
let scratch = Buffer.allocUnsafeSlow(4096);

/** An end of a list, as commands name it. */
export type Side = 'LEFT' | 'RIGHT';

/**
 * Moves an item and replies with it, or replies with an error.
 * @returns false, and nothing is replied, when the source is no list yet
 */
export function moveItem(call: Call, source: ArgIndex, destination: ArgIndex, from: Side, to: Side): boolean {
  const { store, reply } = call;
  const { lists } = call.types;
  const record = store.write(source);
  if (record === NO_REF) return false;
  const target = store.write(destination);
  const isList = store.records.type(record) === TYPE_LIST;
  if (!isList || (target !== NO_REF && store.records.type(target) !== TYPE_LIST)) {
    call.fail(ERROR.wrongType);
    return true;
  }
  const value = lists.open(source, record);
  if (from === 'LEFT') value.seekFirst();
  else value.seekLast();
  const large = value.largeItem();
  if (large !== NO_LARGE) {
    call.replyLarge(large);
    // The other list gets a reference of its own before this one gives up its own.
    store.large.pin(large);
    lists.item.setLarge(large, store.large.length(large));
  } else {
    value.readItem();
    const { textStart: start, textLength: length } = value;
    if (length > scratch.length) scratch = Buffer.allocUnsafeSlow(length * 2);
    value.text.copy(scratch, 0, start, start + length);
    reply.bulk(scratch, 0, length);
    lists.item.setBytes(scratch, 0, length);
  }
  // Taken out first: a list that gives to itself is never longer than before.
  value.remove(1);
  lists.settle(record);
  lists.pushItem(destination, target, to === 'LEFT');
  lists.open(source, record);
  // The push and the pop are one change.
  lists.removed(source, record, from === 'LEFT' ? EVENT.lpop : EVENT.rpop, 0);
  return true;
}

/** Bytes that `moveItem` may allocate: an item is not known before, but never longer than one that is no large object. */
export function moveBound(call: Call, destination: ArgIndex): number {
  return call.types.lists.pushBound(destination, destination, 1) + 2 * call.strings.largeThreshold;
}
