import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'zcard',
  summary: 'Counts the members of a sorted set.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZCARD board', '(integer) 3'],
  ],
  run(call, { key }) {
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    call.reply.integer(record === NO_REF ? 0 : call.types.sortedSets.size(record));
  },
});
