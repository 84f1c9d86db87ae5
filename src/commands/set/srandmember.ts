import { int64, key, optional } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { REFUSED, randomCount, refusesRepeats } from '../generic/random-count.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { replyMember } from './member-replies.ts';
import { replyDistinct } from './random-members.ts';

export default command({
  name: 'srandmember',
  summary: 'Gives members chosen at random: different ones, or with a negative count each as often as it comes.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N) where N is the number of members in the reply.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  history: [['2.6.0', 'The argument `count`.']],
  args: { key: key('RO access'), count: optional({ ...int64({ since: '2.6.0' }), docType: 'integer' }) },
  examples: [
    ['SADD tags red', '(integer) 1'],
    ['SRANDMEMBER tags', '"red"'],
    ['SRANDMEMBER tags 5', '1) "red"'],
    ['SRANDMEMBER tags -2', '1) "red"\n2) "red"'],
  ],
  run(call, { key, count: given }) {
    const { reply } = call;
    const { setDraw, setWalk } = call.types;
    const count = given === undefined ? undefined : randomCount(call, given, false);
    if (count === REFUSED) return;
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) return count === undefined ? reply.null() : reply.array(0);
    if (count !== undefined && count >= 0) return replyDistinct(call, record, count);
    if (count !== undefined) {
      if (refusesRepeats(call, count)) return;
      reply.array(-count);
    }
    setWalk.keepLarge = true;
    for (let left = count === undefined ? 1 : -count; left > 0; left--) {
      setDraw.draw(record);
      replyMember(call);
    }
    setWalk.keepLarge = false;
  },
});
