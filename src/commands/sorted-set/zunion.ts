import { flag, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { algebraKeys, algebraOptions } from './algebra-grammar.ts';
import { answerAlgebra, UNION } from './set-algebra.ts';

export default command({
  name: 'zunion',
  summary: 'Unites sorted sets and gives the result; plain sets count with scores of 1.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity: 'O(N)+O(M*log(M)) where N is the number of all members of all sets and M that of the result.',
  flags: ['readonly'],
  documentedArgs: { keys: algebraKeys(), ...algebraOptions(), withscores: flag('WITHSCORES') },
  args: { keys: algebraKeys(), all: rest() },
  examples: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z', '(integer) 2'],
    ['ZUNION 2 a b WITHSCORES', '1) "x"\n2) "1"\n3) "y"\n4) "12"\n5) "z"\n6) "23"'],
  ],
  run: (call, { keys }) => answerAlgebra(call, UNION, keys),
});
