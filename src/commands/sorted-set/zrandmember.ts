import { block, flag, int64, integer, key, oneof, optional } from '../../../protocol/command/grammar.ts';
import { ERROR, outOfRangeBetween } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { replyDistinct, replyRandom } from './random-members.ts';

const MAX_COUNT = 2n ** 63n - 1n;

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
    const given = options?.count;
    if (given !== undefined && BigInt(given) < -MAX_COUNT) {
      return call.reply.error(outOfRangeBetween(-MAX_COUNT, MAX_COUNT));
    }
    const count = given === undefined ? 1 : Number(given);
    if (options?.withscores !== undefined && Math.abs(count) > 2 ** 62 - 1) return call.fail(ERROR.outOfRange);
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF || count === 0) {
      if (options === undefined) call.reply.null();
      else call.reply.array(0);
      return;
    }
    const scores = options?.withscores !== undefined;
    if (count > 0 && options !== undefined) replyDistinct(call, record, count, scores);
    else replyRandom(call, record, -count, options === undefined, scores);
  },
});
