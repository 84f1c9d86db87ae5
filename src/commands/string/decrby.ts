import { int64, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { addToCounter, counterBound } from './counter.ts';

/** Its opposite is no 64-bit integer. */
const MIN_INT64 = -(2n ** 63n);

export default command({
  name: 'decrby',
  summary: 'Takes a number from the integer that a key holds; a missing key counts as 0.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update'), decrement: int64() },
  examples: [
    ['SET left 10', 'OK'],
    ['DECRBY left 3', '(integer) 7'],
  ],
  allocates: (call, args) => counterBound(call, args.key),
  run(call, args) {
    const by = args.decrement;
    if (by === MIN_INT64) return call.fail(ERROR.decrementOverflow);
    addToCounter(call, args.key, -by);
  },
});
