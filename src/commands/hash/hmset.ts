import { bytes, key, repeat, value } from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { fieldsBound, setFields } from './set-fields.ts';

export default command({
  name: 'hmset',
  summary: 'Sets fields of a hash.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields.',
  flags: ['write', 'denyoom', 'fast'],
  deprecated: { since: '4.0.0', replacedBy: '`HSET` with multiple field-value pairs' },
  args: { key: key('RW update'), data: repeat({ field: bytes(), value: value() }, { uneven: WRONG_ARITY }) },
  examples: [
    ['HMSET user name Ann age 30', 'OK'],
    ['HLEN user', '(integer) 2'],
  ],
  allocates: (call, args) => fieldsBound(call, args.key, args.data),
  run(call, args) {
    if (setFields(call, args.key, args.data) >= 0) call.reply.ok();
  },
});
