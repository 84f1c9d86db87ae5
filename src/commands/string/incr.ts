import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { addToCounter, counterBound } from './counter.ts';

export default command({
  name: 'incr',
  summary: 'Adds 1 to the integer that a key holds; a missing key counts as 0.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update') },
  examples: [
    ['SET visits 41', 'OK'],
    ['INCR visits', '(integer) 42'],
  ],
  allocates: (call, args) => counterBound(call, args.key),
  run(call, args) {
    addToCounter(call, args.key, 1);
  },
});
