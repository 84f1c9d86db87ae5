import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { addToCounter, counterBound } from './counter.ts';

export default command({
  name: 'decr',
  summary: 'Takes 1 from the integer that a key holds; a missing key counts as 0.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update') },
  examples: [
    ['SET left 10', 'OK'],
    ['DECR left', '(integer) 9'],
  ],
  allocates: (call, args) => counterBound(call, args.key),
  run(call, args) {
    addToCounter(call, args.key, -1);
  },
});
