import { integer, option, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { algebraKeys } from './algebra-grammar.ts';
import { answerIntersectionSize } from './set-algebra.ts';

export default command({
  name: 'zintercard',
  summary: 'Counts the members that all of several sorted sets have.',
  since: '7.0.0',
  group: 'sorted-set',
  complexity: 'O(N*K) at worst, where N is the number of members of the smallest set and K the number of sets.',
  flags: ['readonly'],
  documentedArgs: { keys: algebraKeys(), limit: option('LIMIT', integer()) },
  args: { keys: algebraKeys(), all: rest() },
  examples: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z', '(integer) 2'],
    ['ZINTERCARD 2 a b', '(integer) 2'],
    ['ZINTERCARD 2 a b LIMIT 1', '(integer) 1'],
  ],
  run: (call, { keys }) => answerIntersectionSize(call, keys),
});
