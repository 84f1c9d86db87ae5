import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { indexOf, lateIndex } from './late-index.ts';
import { replyItem } from './reply-items.ts';

export default command({
  name: 'lindex',
  summary: 'Gives the item at an index, which counts from 0 at the front, or from -1 at the back.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(log N) where N is the length of the list.',
  flags: ['readonly'],
  isQuick: true,
  args: { key: key('RO access'), index: lateIndex() },
  examples: [
    ['RPUSH letters a b c', '(integer) 3'],
    ['LINDEX letters 1', '"b"'],
    ['LINDEX letters -1', '"c"'],
    ['LINDEX letters 3', '(nil)'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const record = store.read(args.key);
    if (record === NO_REF) return reply.null();
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    const value = call.types.lists.open(args.key, record);
    const index = indexOf(call, args.index, value.count());
    if (Number.isNaN(index)) return call.fail(ERROR.notAnInteger);
    if (index < 0) return reply.null();
    value.seek(index);
    replyItem(call);
  },
});
