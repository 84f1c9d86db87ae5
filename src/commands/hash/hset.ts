import { bytes, key, repeat, value } from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { fieldsBound, setFields } from './set-fields.ts';

export default command({
  name: 'hset',
  summary: 'Sets fields of a hash and says how many of them are new. Their time to live ends.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(1) for each field, so O(N) for N fields.',
  flags: ['write', 'denyoom', 'fast'],
  history: [['4.0.0', 'Several fields and values.']],
  args: { key: key('RW update'), data: repeat({ field: bytes(), value: value() }, { uneven: WRONG_ARITY }) },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HSET user age 31 city Ulm', '(integer) 1'],
  ],
  allocates: (call, args) => fieldsBound(call, args.key, args.data),
  run(call, args) {
    const added = setFields(call, args.key, args.data);
    if (added >= 0) call.reply.integer(added);
  },
});
