import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { exactUnixTime } from '../string/expiration.ts';
import { checkCondition, condition, expireKey } from './expire-key.ts';

export default command({
  name: 'expireat',
  summary: 'Lets a key expire at a second since 1970.',
  since: '1.2.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  history: [['7.0.0', 'The conditions `NX`, `XX`, `GT` and `LT`.']],
  syntaxError: ERROR.unsupportedOption,
  args: { key: key('RW update'), unixTimeSeconds: exactUnixTime(), condition: condition() },
  check: checkCondition,
  examples: [
    ['SET a 1', 'OK'],
    ['EXPIREAT a 4102444800', '(integer) 1'],
    ['EXPIRETIME a', '(integer) 4102444800'],
  ],
  run(call, args) {
    expireKey(call, args.key, args.unixTimeSeconds, true, false, args.condition, 'expireat');
  },
});
