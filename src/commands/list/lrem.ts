import { bytes, integer, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { removeItems } from './find-item.ts';

export default command({
  name: 'lrem',
  summary: 'Removes items that equal an element: so many from the front, below 0 from the back, or with 0 all of them.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(N) where N is the length of the list.',
  flags: ['write'],
  args: { key: key('RW delete'), count: integer(), element: bytes() },
  examples: [
    ['RPUSH letters a b a c a', '(integer) 5'],
    ['LREM letters -2 a', '(integer) 2'],
    ['LRANGE letters 0 -1', '1) "a"\n2) "b"\n3) "c"'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const { lists } = call.types;
    const record = store.write(args.key);
    if (record === NO_REF) return reply.integer(0);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    lists.open(args.key, record);
    const most = args.count === 0 ? Number.POSITIVE_INFINITY : Math.abs(args.count);
    const removed = removeItems(call, args.element, most, args.count >= 0);
    if (removed > 0) lists.removed(args.key, record, EVENT.lrem);
    reply.integer(removed);
  },
});
