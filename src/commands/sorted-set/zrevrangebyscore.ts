import { bytes, flag, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerRange, limitOption } from './range-answer.ts';
import { BY_SCORE } from './set-range.ts';

export default command({
  name: 'zrevrangebyscore',
  summary: 'Gives the members of a range of scores, from the highest down.',
  since: '2.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those in the reply.',
  flags: ['readonly'],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `REV` and `BYSCORE` arguments' },
  history: [['2.1.6', '`min` and `max` may be exclusive.']],
  args: {
    key: key('RO access'),
    max: { ...bytes({ sample: '5' }), docType: 'double' },
    min: { ...bytes({ sample: '1' }), docType: 'double' },
    withscores: flag('WITHSCORES'),
    limit: limitOption(),
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZREVRANGEBYSCORE board 30 (10', '1) "cid"\n2) "bob"'],
  ],
  run: (call, { key, min, max, withscores, limit }) =>
    answerRange(call, key, BY_SCORE, max, min, true, limit, withscores),
});
