import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { addingBound } from './adding.ts';
import { algebraKeys } from './algebra-grammar.ts';
import { DIFFERENCE, storeAlgebra } from './set-algebra.ts';

export default command({
  name: 'zdiffstore',
  summary:
    'Takes the members of other sorted sets away from the first and stores the result; plain sets count with scores of 1.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity:
    'O(L + (N-K)log(N)) at worst, where L is the number of all members of all sets, N that of the first set and K that of the result.',
  flags: ['write', 'denyoom'],
  documentedArgs: { destination: key('OW update'), keys: algebraKeys() },
  args: { destination: key('OW update'), keys: algebraKeys(), all: rest() },
  examples: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z', '(integer) 2'],
    ['ZDIFFSTORE c 2 a b', '(integer) 1'],
    ['ZRANGE c 0 -1 WITHSCORES', '1) "x"\n2) "1"'],
  ],
  allocates: (call, { destination }) => addingBound(call, destination, 1, 0),
  run: (call, { destination, keys }) => storeAlgebra(call, DIFFERENCE, destination, keys, EVENT.zdiffstore),
});
