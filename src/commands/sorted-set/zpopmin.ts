import { integer, key, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { answerPop } from './pop-answer.ts';

export default command({
  name: 'zpopmin',
  summary: 'Takes the members with the lowest scores out and gives them.',
  since: '5.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N)*M) where N is the number of members of the set and M the number of those taken out.',
  flags: ['write', 'fast'],
  args: {
    key: key('RW access delete'),
    count: optional(integer({ min: 0, invalid: ERROR.notPositive, range: ERROR.notPositive })),
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZPOPMIN board', '1) "ann"\n2) "10"'],
  ],
  run: (call, { key, count }) => answerPop(call, key, count, false),
});
