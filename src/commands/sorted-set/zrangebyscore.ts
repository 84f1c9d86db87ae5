import { bytes, flag, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerRange, limitOption } from './range-answer.ts';
import { BY_SCORE } from './set-range.ts';

export default command({
  name: 'zrangebyscore',
  summary: 'Gives the members of a range of scores.',
  since: '1.0.5',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those in the reply.',
  flags: ['readonly'],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `BYSCORE` argument' },
  history: [['2.0.0', 'The option `WITHSCORES`.']],
  args: {
    key: key('RO access'),
    min: { ...bytes({ sample: '1' }), docType: 'double' },
    max: { ...bytes({ sample: '5' }), docType: 'double' },
    withscores: flag('WITHSCORES', { since: '2.0.0' }),
    limit: limitOption(),
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZRANGEBYSCORE board (10 30', '1) "bob"\n2) "cid"'],
  ],
  run: (call, { key, min, max, withscores, limit }) =>
    answerRange(call, key, BY_SCORE, min, max, false, limit, withscores),
});
