import { int64, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { checkCondition, condition, expireKey } from './expire-key.ts';

export default command({
  name: 'expire',
  summary: 'Lets a key expire after a number of seconds.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  history: [['7.0.0', 'The conditions `NX`, `XX`, `GT` and `LT`.']],
  syntaxError: ERROR.unsupportedOption,
  args: { key: key('RW update'), seconds: int64(), condition: condition() },
  check: checkCondition,
  examples: [
    ['SET a 1', 'OK'],
    ['EXPIRE a 60', '(integer) 1'],
    ['TTL a', '(integer) 60'],
  ],
  run(call, args) {
    expireKey(call, args.key, args.seconds, true, true, args.condition, 'expire');
  },
});
