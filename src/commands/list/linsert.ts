import { bytes, key, oneof, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { findItem } from './find-item.ts';

export default command({
  name: 'linsert',
  summary: 'Adds an element before or after the first item that equals the pivot.',
  since: '2.2.0',
  group: 'list',
  complexity: 'O(N) where N is the number of items up to the pivot.',
  flags: ['write', 'denyoom'],
  args: { key: key('RW insert'), where: oneof(['BEFORE', 'AFTER']), pivot: bytes(), element: value() },
  examples: [
    ['RPUSH letters a c', '(integer) 2'],
    ['LINSERT letters BEFORE c b', '(integer) 3'],
    ['LRANGE letters 0 -1', '1) "a"\n2) "b"\n3) "c"'],
    ['LINSERT letters AFTER x y', '(integer) -1'],
  ],
  allocates: (call, args) => call.types.lists.pushBound(args.key, args.element, 1),
  run(call, args) {
    const { store, reply } = call;
    const { lists } = call.types;
    const record = store.write(args.key);
    if (record === NO_REF) return reply.integer(0);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    const list = lists.open(args.key, record);
    lists.growing(record, call.args.argLen[args.element]!, 1);
    if (!findItem(call, args.pivot)) return reply.integer(-1);
    lists.takeItem(args.element);
    const isAfter = args.where === 'AFTER';
    if (isAfter) list.pass();
    list.insert(lists.item, isAfter);
    lists.altered(args.key, record, EVENT.linsert);
    reply.integer(list.count());
  },
});
