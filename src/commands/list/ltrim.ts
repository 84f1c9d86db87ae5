import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { integer, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { type Call, command } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { Lists } from '../../store/collections/lists.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { behindLast, firstOf } from './item-range.ts';

/** Items that are cut off one by one. */
const FEW = 8;

export default command({
  name: 'ltrim',
  summary: 'Keeps the items from one index to another, both included, and removes all others.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(log N) where N is the length of the list; what is cut off is freed later.',
  flags: ['write'],
  isQuick: true,
  args: { key: key('RW delete'), start: integer(), stop: integer() },
  examples: [
    ['RPUSH letters a b c d', '(integer) 4'],
    ['LTRIM letters 1 -2', 'OK'],
    ['LRANGE letters 0 -1', '1) "b"\n2) "c"'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const { lists } = call.types;
    const record = store.write(args.key);
    if (record === NO_REF) return reply.ok();
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    const count = lists.length(record);
    const from = firstOf(args.start, count);
    const to = behindLast(args.stop, count);
    if (from >= to) {
      store.changed(args.key, EVENT.ltrim);
      store.countMore(count - 1);
      store.deleteEmpty(args.key, record);
    } else trim(call, args.key, record, from, count - to);
    reply.ok();
  },
});

/** Cuts so many items off the front and the back, not all of them. */
function trim(call: Call, key: ArgIndex, record: Ref, front: number, back: number): void {
  const { lists } = call.types;
  const items = front + back;
  let frontLeft = front;
  let backLeft = back;
  // A list that is kept at a length loses an item or two at a time, as by a pop.
  if (items <= FEW) {
    backLeft = takeSimple(lists, record, back, false);
    frontLeft = takeSimple(lists, record, front, true);
    if (frontLeft + backLeft === 0) {
      lists.changedInPlace(key, EVENT.ltrim, items);
      return;
    }
  }
  // Leaves may go, however few the items are: not quick, and no run is to hold its lock for several of these.
  call.store.heap.longWorks++;
  const count = lists.open(key, record).count();
  lists.trim(key, frontLeft, count - backLeft);
  lists.removed(key, record, EVENT.ltrim, items);
}

/** Takes items off an end one by one, as long as that is simple. @returns how many are left to be taken */
function takeSimple(lists: Lists, record: Ref, items: number, front: boolean): number {
  let left = items;
  for (; left > 0 && lists.atEnd(record, front); left--) lists.value.takeEnd();
  return left;
}
