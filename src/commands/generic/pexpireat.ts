import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { exactUnixTime } from '../string/expiration.ts';
import { checkCondition, condition, expireKey } from './expire-key.ts';

export default command({
  name: 'pexpireat',
  summary: 'Lets a key expire at a millisecond since 1970.',
  since: '2.6.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  history: [['7.0.0', 'The conditions `NX`, `XX`, `GT` and `LT`.']],
  syntaxError: ERROR.unsupportedOption,
  args: { key: key('RW update'), unixTimeMilliseconds: exactUnixTime(), condition: condition() },
  check: checkCondition,
  examples: [
    ['SET a 1', 'OK'],
    ['PEXPIREAT a 4102444800123', '(integer) 1'],
    ['PEXPIRETIME a', '(integer) 4102444800123'],
  ],
  run(call, args) {
    expireKey(call, args.key, args.unixTimeMilliseconds, false, false, args.condition, 'pexpireat');
  },
});
