import { bytes, int64, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { removeItems } from './find-item.ts';

/** The integer whose opposite is none. */
const LOWEST = -(2n ** 63n);

export default command({
  name: 'lrem',
  summary: 'Removes items that equal an element: so many from the front, below 0 from the back, or with 0 all of them.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(N) where N is the length of the list.',
  flags: ['write'],
  args: { key: key('RW delete'), count: int64(), element: bytes() },
  examples: [
    ['RPUSH letters a b a c a', '(integer) 5'],
    ['LREM letters -2 a', '(integer) 2'],
    ['LRANGE letters 0 -1', '1) "a"\n2) "b"\n3) "c"'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const { lists } = call.types;
    if (args.count === LOWEST) return call.fail(ERROR.notNegatable);
    const count = Number(args.count);
    const record = store.write(args.key);
    if (record === NO_REF) return reply.integer(0);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    lists.open(args.key, record);
    const most = count === 0 ? Number.POSITIVE_INFINITY : Math.abs(count);
    const removed = removeItems(call, args.element, most, count >= 0);
    if (removed > 0) lists.removed(args.key, record, EVENT.lrem);
    reply.integer(removed);
  },
});
