import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { replyAll } from './member-replies.ts';

export default command({
  name: 'smembers',
  summary: 'Gives all members of a set.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N) where N is the number of members.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { key: key('RO access') },
  examples: [
    ['SADD numbers 3 1 2', '(integer) 3'],
    ['SMEMBERS numbers', '1) "1"\n2) "2"\n3) "3"'],
  ],
  run(call, { key }) {
    const { records } = call.store;
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) return call.reply.set(0);
    replyAll(call, records.encoding(record), records.rootRef(record));
  },
});
