import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';

export default command({
  name: 'exists',
  summary: 'Counts how many of the keys exist; a key that is named twice counts twice.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['readonly', 'fast'],
  tips: ['request_policy:multi_shard', 'response_policy:agg_sum'],
  history: [['3.0.3', 'Several keys.']],
  args: { keys: repeat(key('RO')) },
  examples: [
    ['SET a 1', 'OK'],
    ['EXISTS a b a', '(integer) 2'],
  ],
  run(call, { keys }) {
    let count = 0;
    for (let i = 0; i < keys.count; i++) if (call.store.readQuietly(keys.at(i)) !== NO_REF) count++;
    call.reply.integer(count);
  },
});
