import { key, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { indexOf, lateIndex } from './late-index.ts';

export default command({
  name: 'lset',
  summary: 'Puts an element in the place of the item at an index.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(log N) where N is the length of the list.',
  flags: ['write', 'denyoom'],
  isQuick: true,
  args: { key: key('RW update'), index: lateIndex(), element: value() },
  examples: [
    ['RPUSH letters a b c', '(integer) 3'],
    ['LSET letters -1 z', 'OK'],
    ['LRANGE letters 0 -1', '1) "a"\n2) "b"\n3) "z"'],
    ['LSET letters 3 y', '(error) ERR index out of range'],
  ],
  allocates: (call, args) => call.types.lists.pushBound(args.key, args.element, 1),
  run(call, args) {
    const { store, reply } = call;
    const { lists } = call.types;
    const record = store.write(args.key);
    if (record === NO_REF) return call.fail(ERROR.noSuchKey);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    const list = lists.open(args.key, record);
    const index = indexOf(call, args.index, list.count());
    if (Number.isNaN(index)) return call.fail(ERROR.notAnInteger);
    if (index >= 0) lists.takeItem(args.element);
    lists.growing(record, call.args.argLen[args.element]!, 1);
    if (index < 0) return call.fail(ERROR.indexOutOfRange);
    list.replace(index, lists.item);
    lists.shrink();
    lists.altered(args.key, record, EVENT.lset);
    reply.ok();
  },
});
