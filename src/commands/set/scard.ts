import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'scard',
  summary: 'Counts the members of a set.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['SADD tags red blue', '(integer) 2'],
    ['SCARD tags', '(integer) 2'],
  ],
  run(call, { key }) {
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    call.reply.integer(record === NO_REF ? 0 : call.types.sets.size(record));
  },
});
