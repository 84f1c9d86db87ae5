import { key, repeat, value } from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { pairsBound, setPairs } from './several.ts';

export default command({
  name: 'mset',
  summary: 'Stores several strings at one moment, whatever their keys held before.',
  since: '1.0.1',
  group: 'string',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['write', 'denyoom'],
  tips: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
  args: { data: repeat({ key: key('OW update'), value: value() }, { uneven: WRONG_ARITY }) },
  examples: [
    ['MSET a 1 b 2', 'OK'],
    ['GET b', '"2"'],
  ],
  allocates: (call, args) => pairsBound(call, args.data),
  run(call, args) {
    setPairs(call, args.data, NO_EXPIRY);
    call.reply.ok();
  },
});
