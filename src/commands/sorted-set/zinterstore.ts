import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { addingBound } from './adding.ts';
import { algebraKeys, algebraOptions } from './algebra-grammar.ts';
import { INTERSECTION, storeAlgebra } from './set-algebra.ts';

export default command({
  name: 'zinterstore',
  summary: 'Intersects sorted sets and stores the result; plain sets count with scores of 1.',
  since: '2.0.0',
  group: 'sorted-set',
  complexity:
    'O(N*K)+O(M*log(M)) where N is the number of members of the smallest set, K the number of sets and M the number of members of the result.',
  flags: ['write', 'denyoom'],
  documentedArgs: { destination: key('OW update'), keys: algebraKeys(), ...algebraOptions() },
  args: { destination: key('OW update'), keys: algebraKeys(), all: rest() },
  examples: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z', '(integer) 2'],
    ['ZINTERSTORE c 2 a b', '(integer) 2'],
    ['ZRANGE c 0 -1 WITHSCORES', '1) "y"\n2) "12"\n3) "z"\n4) "23"'],
  ],
  allocates: (call, { destination }) => addingBound(call, destination, 1, 0),
  run: (call, { destination, keys }) => storeAlgebra(call, INTERSECTION, destination, keys, EVENT.zinterstore),
});
