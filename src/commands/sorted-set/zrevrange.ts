import { bytes, flag, integer, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerRange, checkRange, limitOption } from './range-answer.ts';
import { BY_RANK } from './set-range.ts';

export default command({
  name: 'zrevrange',
  summary: 'Gives the members of a range of ranks, from the highest score down.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those in the reply.',
  flags: ['readonly'],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `REV` argument' },
  documentedArgs: { key: key('RO access'), start: integer(), stop: integer(), withscores: flag('WITHSCORES') },
  args: {
    key: key('RO access'),
    start: bytes(),
    stop: bytes(),
    limit: limitOption(),
    withscores: flag('WITHSCORES'),
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZREVRANGE board 0 1', '1) "cid"\n2) "bob"'],
  ],
  check: ({ limit, withscores }) => checkRange(BY_RANK, limit, withscores),
  run: (call, { key, start, stop, withscores }) =>
    answerRange(call, key, BY_RANK, start, stop, true, undefined, withscores),
});
