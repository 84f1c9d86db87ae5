import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';

export default command({
  name: 'touch',
  summary: 'Notes an access to keys, which makes their eviction less likely, and says how many there are.',
  since: '3.2.1',
  group: 'generic',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['readonly', 'fast'],
  tips: ['request_policy:multi_shard', 'response_policy:agg_sum'],
  args: { keys: repeat(key('RO')) },
  examples: [
    ['SET a 1', 'OK'],
    ['TOUCH a b', '(integer) 1'],
  ],
  run(call, { keys }) {
    const { store } = call;
    let count = 0;
    for (let i = 0; i < keys.count; i++) {
      const ref = store.readQuietly(keys.at(i));
      if (ref === NO_REF) continue;
      // Also for a client that said NO-TOUCH: here the access is what was asked for.
      store.touch(ref);
      count++;
    }
    call.reply.integer(count);
  },
});
