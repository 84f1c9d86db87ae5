import { integer, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { behindLast, firstOf } from './item-range.ts';

export default command({
  name: 'ltrim',
  summary: 'Keeps the items from one index to another, both included, and removes all others.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(log N) where N is the length of the list; what is cut off is freed later.',
  flags: ['write'],
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
    const count = lists.open(args.key, record).count();
    const from = firstOf(args.start, count);
    const to = behindLast(args.stop, count);
    if (from >= to) {
      store.changed(args.key, EVENT.ltrim);
      store.countMore(count - 1);
      store.deleteEmpty(args.key, record);
    } else {
      lists.trim(args.key, from, to);
      lists.removed(args.key, record, EVENT.ltrim, count - (to - from));
    }
    reply.ok();
  },
});
