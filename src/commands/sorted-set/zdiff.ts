import { flag, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { algebraKeys } from './algebra-grammar.ts';
import { answerAlgebra, DIFFERENCE } from './set-algebra.ts';

export default command({
  name: 'zdiff',
  summary:
    'Takes the members of other sorted sets away from the first and gives the result; plain sets count with scores of 1.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity:
    'O(L + (N-K)log(N)) at worst, where L is the number of all members of all sets, N that of the first set and K that of the result.',
  flags: ['readonly'],
  documentedArgs: { keys: algebraKeys(), withscores: flag('WITHSCORES') },
  args: { keys: algebraKeys(), all: rest() },
  examples: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z', '(integer) 2'],
    ['ZDIFF 2 a b WITHSCORES', '1) "x"\n2) "1"'],
  ],
  run: (call, { keys }) => answerAlgebra(call, DIFFERENCE, keys),
});
