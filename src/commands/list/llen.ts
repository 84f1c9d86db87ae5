import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_LIST } from '../../store/record.ts';

export default command({
  name: 'llen',
  summary: 'Counts the items of a list.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['RPUSH letters a b', '(integer) 2'],
    ['LLEN letters', '(integer) 2'],
    ['LLEN nothing', '(integer) 0'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const record = store.read(args.key);
    if (record === NO_REF) return reply.integer(0);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    reply.integer(call.types.lists.length(record));
  },
});
