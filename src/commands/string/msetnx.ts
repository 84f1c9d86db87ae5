import { key, repeat, value } from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { countExisting, pairsBound, setPairs } from './several.ts';

export default command({
  name: 'msetnx',
  summary: 'Stores several strings at one moment, but only if none of the keys exists.',
  since: '1.0.1',
  group: 'string',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['write', 'denyoom'],
  args: { data: repeat({ key: key('OW insert'), value: value() }, { uneven: WRONG_ARITY }) },
  examples: [
    ['MSETNX a 1 b 2', '(integer) 1'],
    ['MSETNX b 3 c 4', '(integer) 0'],
    ['EXISTS c', '(integer) 0'],
  ],
  allocates: (call, args) => pairsBound(call, args.data),
  run(call, { data }) {
    if (countExisting(call, data) > 0) return call.reply.integer(0);
    setPairs(call, data, NO_EXPIRY);
    call.reply.integer(1);
  },
});
