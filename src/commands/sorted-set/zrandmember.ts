import { block, flag, int64, integer, key, oneof, optional } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { REFUSED, randomCount, refusesRepeats } from '../generic/random-count.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { replyDistinct, replyRandom } from './random-members.ts';

export default command({
  name: 'zrandmember',
  summary: 'Gives members chosen at random: different ones, or with a negative count each as often as it comes.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity: 'O(N) where N is the number of members in the reply.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: {
    key: key('RO access'),
    options: optional(
      block({
        count: int64({ eager: true }),
        withscores: optional(oneof(['WITHSCORES'], { again: 'never' })),
      }),
    ),
  },
  documentedArgs: {
    key: key('RO access'),
    options: optional(block({ count: integer(), withscores: flag('WITHSCORES') })),
  },
  examples: [
    ['ZADD board 10 ann', '(integer) 1'],
    ['ZRANDMEMBER board', '"ann"'],
    ['ZRANDMEMBER board -2 WITHSCORES', '1) "ann"\n2) "10"\n3) "ann"\n4) "10"'],
  ],
  run(call, { key, options }) {
    const scores = options?.withscores !== undefined;
    const count = randomCount(call, options?.count ?? -1, scores);
    if (count === REFUSED) return;
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF || count === 0) {
      if (options === undefined) call.reply.null();
      else call.reply.array(0);
      return;
    }
    if (count > 0) replyDistinct(call, record, count, scores);
    else if (!refusesRepeats(call, count)) replyRandom(call, record, -count, options === undefined, scores);
  },
});
