import { block, flag, int64, key, optional } from '../../../protocol/command/grammar.ts';
import { ERROR, outOfRangeBetween } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { openToRead } from './open-hash.ts';
import { MAX_REPEATS, replyDistinct, replyRandom } from './random-fields.ts';

const MAX_COUNT = 2n ** 63n - 1n;
/** WITHVALUES comes once. */
const MOST_ARGUMENTS = 4;

export default command({
  name: 'hrandfield',
  summary: 'Gives fields chosen at random: different ones, or with a negative count each as often as it comes.',
  since: '6.2.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the reply.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: {
    key: key('RO access'),
    options: optional(
      block({ count: { ...int64({ eager: true }), docType: 'integer' }, withvalues: flag('WITHVALUES') }),
    ),
  },
  examples: [
    ['HSET user name Ann', '(integer) 1'],
    ['HRANDFIELD user', '"name"'],
    ['HRANDFIELD user -2 WITHVALUES', '1) "name"\n2) "Ann"\n3) "name"\n4) "Ann"'],
  ],
  run(call, { key, options }) {
    const given = options?.count ?? -1;
    if (BigInt(given) < -MAX_COUNT) return call.reply.error(outOfRangeBetween(-MAX_COUNT, MAX_COUNT));
    const count = Number(given);
    const values = options?.withvalues === true;
    if (call.args.argc > MOST_ARGUMENTS) return call.fail(ERROR.syntax);
    if (values && Math.abs(count) > 2 ** 62 - 1) return call.fail(ERROR.outOfRange);
    if (!openToRead(call, key)) return;
    const { hashes } = call.types;
    if (hashes.root !== NO_REF) hashes.purge();
    if (hashes.root === NO_REF || count === 0) {
      if (options === undefined) call.reply.null();
      else call.reply.array(0);
    } else if (count > 0) replyDistinct(call, count, values);
    else if (-count > MAX_REPEATS) call.fail(ERROR.outOfRange);
    else replyRandom(call, -count, options === undefined, values);
  },
});
