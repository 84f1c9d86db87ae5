/** The elements that SORT sorts, copied out of a list, set or sorted set. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import type { Texts } from '../../store/rdb/texts.ts';
import { TYPE_LIST, TYPE_SET, TYPE_ZSET } from '../../store/record.ts';

/** Whether a record is of a type that can be sorted. */
export function isSortable(call: Call, record: Ref): boolean {
  if (record === NO_REF) return true;
  const type = call.store.records.type(record);
  return type === TYPE_LIST || type === TYPE_SET || type === TYPE_ZSET;
}

/** Copies all elements in their order; `descending`: from the end of a list, or the highest score of a sorted set, on. */
export function collect(call: Call, key: ArgIndex, record: Ref, descending: boolean, into: Texts): void {
  if (record === NO_REF) return;
  const type = call.store.records.type(record);
  if (type === TYPE_LIST) collectItems(call, key, record, descending, into);
  else if (type === TYPE_SET) collectMembers(call, record, into);
  else collectRanked(call, record, descending, into);
}

function collectItems(call: Call, key: ArgIndex, record: Ref, descending: boolean, into: Texts): void {
  const { large } = call.store;
  const list = call.types.lists.open(key, record);
  if (descending) list.seekLast();
  else list.seekFirst();
  do {
    const object = list.largeItem();
    if (object === NO_LARGE) {
      list.readItem();
      into.add(list.text, list.textStart, list.textLength);
      continue;
    }
    const length = large.length(object);
    const to = into.reserve(length);
    large.read(object, 0, into.buffer, to, length);
  } while (descending ? list.previous() : list.next());
}

function collectMembers(call: Call, record: Ref, into: Texts): void {
  const walk = call.types.setWalk;
  walk.start(record);
  while (walk.next()) into.add(walk.bytes, walk.at, walk.length);
}

function collectRanked(call: Call, record: Ref, descending: boolean, into: Texts): void {
  const { records } = call.store;
  const walk = call.types.sortedSetWalk;
  const size = call.types.sortedSets.size(record);
  if (descending) walk.down(records.encoding(record), records.rootRef(record), size - 1);
  else walk.up(records.encoding(record), records.rootRef(record), 0);
  for (let i = 0; i < size; i++) {
    if (descending) walk.previous();
    else walk.next();
    into.add(walk.bytes, walk.start, walk.end - walk.start);
  }
}
