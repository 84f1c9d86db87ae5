import { bytes, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'script|exists',
  summary: 'Says which scripts are known, by their SHA-1.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of scripts asked for.',
  flags: ['noscript'],
  tips: ['request_policy:all_shards', 'response_policy:agg_logical_and'],
  args: { sha1: repeat(bytes()) },
  examples: [['SCRIPT EXISTS ffffffffffffffffffffffffffffffffffffffff', '1) (integer) 0']],
  run(call, { sha1 }) {
    call.reply.array(sha1.count);
    for (let i = 0; i < sha1.count; i++) call.reply.integer(call.server.scripts.exists(call.text(sha1.at(i))) ? 1 : 0);
  },
});
