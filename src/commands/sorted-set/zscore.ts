import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { scoreOf } from './member-arguments.ts';

export default command({
  name: 'zscore',
  summary: 'Gives the score of a member.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), member: bytes() },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZSCORE board bob', '"20"'],
    ['ZSCORE board eve', '(nil)'],
  ],
  run(call, { key, member }) {
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    const score = record === NO_REF ? Number.NaN : scoreOf(call, record, member);
    if (Number.isNaN(score)) call.reply.null();
    else call.reply.double(score);
  },
});
