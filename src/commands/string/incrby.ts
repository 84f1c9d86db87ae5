import { int64, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { addToCounter, counterBound } from './counter.ts';

export default command({
  name: 'incrby',
  summary: 'Adds a number to the integer that a key holds; a missing key counts as 0.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update'), increment: int64() },
  examples: [
    ['SET visits 40', 'OK'],
    ['INCRBY visits 2', '(integer) 42'],
  ],
  allocates: (call, args) => counterBound(call, args.key),
  run(call, args) {
    addToCounter(call, args.key, args.increment);
  },
});
