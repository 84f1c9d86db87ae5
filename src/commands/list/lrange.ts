import { integer, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { behindLast, firstOf } from './item-range.ts';
import { replyItems } from './reply-items.ts';

export default command({
  name: 'lrange',
  summary: 'Gives the items from one index to another, both included; below 0 an index counts from the back.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(log L + N) where L is the length of the list and N the number of items given.',
  flags: ['readonly'],
  args: { key: key('RO access'), start: integer(), stop: integer() },
  examples: [
    ['RPUSH letters a b c d', '(integer) 4'],
    ['LRANGE letters 1 2', '1) "b"\n2) "c"'],
    ['LRANGE letters -2 -1', '1) "c"\n2) "d"'],
    ['LRANGE letters 5 10', '(empty array)'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const record = store.read(args.key);
    if (record === NO_REF) return reply.array(0);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    const value = call.types.lists.open(args.key, record);
    const count = value.count();
    const from = firstOf(args.start, count);
    const to = behindLast(args.stop, count);
    if (from >= to) return reply.array(0);
    value.seek(from);
    replyItems(call, to - from);
  },
});
