import { flag, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { algebraKeys, algebraOptions } from './algebra-grammar.ts';
import { answerAlgebra, INTERSECTION } from './set-algebra.ts';

export default command({
  name: 'zinter',
  summary: 'Intersects sorted sets and gives the result; plain sets count with scores of 1.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity:
    'O(N*K)+O(M*log(M)) where N is the number of members of the smallest set, K the number of sets and M the number of members of the result.',
  flags: ['readonly'],
  documentedArgs: { keys: algebraKeys(), ...algebraOptions(), withscores: flag('WITHSCORES') },
  args: { keys: algebraKeys(), all: rest() },
  examples: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z', '(integer) 2'],
    ['ZINTER 2 a b WITHSCORES', '1) "y"\n2) "12"\n3) "z"\n4) "23"'],
  ],
  run: (call, { keys }) => answerAlgebra(call, INTERSECTION, keys),
});
