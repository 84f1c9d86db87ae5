import { block, flag, int64, key, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { REFUSED, randomCount, refusesRepeats } from '../generic/random-count.ts';
import { openToRead } from './open-hash.ts';
import { replyDistinct, replyRandom } from './random-fields.ts';

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
    const values = options?.withvalues === true;
    const tooMany = call.args.argc > MOST_ARGUMENTS;
    const count = randomCount(call, options?.count ?? -1, values && !tooMany);
    if (count === REFUSED) return;
    if (tooMany) return call.fail(ERROR.syntax);
    if (!openToRead(call, key)) return;
    const { hashes } = call.types;
    if (hashes.root !== NO_REF) hashes.purge();
    if (hashes.root === NO_REF || count === 0) {
      if (options === undefined) call.reply.null();
      else call.reply.array(0);
    } else if (count > 0) replyDistinct(call, count, values);
    else if (!refusesRepeats(call, count)) replyRandom(call, -count, options === undefined, values);
  },
});
