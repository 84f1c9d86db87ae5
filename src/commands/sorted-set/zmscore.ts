import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { scoreOf } from './member-arguments.ts';

export default command({
  name: 'zmscore',
  summary: 'Gives the scores of several members.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity: 'O(N) where N is the number of members that are asked for.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), member: repeat(bytes()) },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZMSCORE board ann eve', '1) "10"\n2) (nil)'],
  ],
  run(call, { key, member }) {
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    call.reply.array(member.count);
    for (let i = 0; i < member.count; i++) {
      const score = record === NO_REF ? Number.NaN : scoreOf(call, record, member.at(i));
      if (Number.isNaN(score)) call.reply.null();
      else call.reply.double(score);
    }
  },
});
