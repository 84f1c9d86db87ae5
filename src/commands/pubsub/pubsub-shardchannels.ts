import { optional, pattern, rest } from '../../../protocol/command/grammar.ts';
import { unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_SHARD_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'pubsub|shardchannels',
  summary: 'Lists the shard channels that have subscribers, or those of them that match a pattern.',
  since: '7.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of shard channels that have subscribers.',
  flags: ['pubsub', 'loading', 'stale'],
  args: { pattern: optional(pattern()), ignored: rest() },
  documentedArgs: { pattern: optional(pattern()) },
  examples: [['PUBSUB SHARDCHANNELS', '(empty array)']],
  run(call, args) {
    if (args.ignored.count > 0) return call.reply.error(unknownOrWrongArity(call.text(1), 'pubsub'));
    const names = call.server.pubsub.names(call, KIND_SHARD_CHANNEL, args.pattern);
    call.reply.array(names.length);
    for (const name of names) call.reply.bulk(name, 0, name.length);
  },
});
