import { bytes, optional, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_SHARD_CHANNEL } from '../../dispatch/ports/pubsub.ts';
import { replyArgument } from '../connection/reply-argument.ts';

export default command({
  name: 'pubsub|shardnumsub',
  summary: 'Tells how many subscribers shard channels have, not counting those of patterns.',
  since: '7.0.0',
  group: 'pubsub',
  complexity: 'O(N) for the subcommand, where N is the number of requested shard channels',
  flags: ['pubsub', 'loading', 'stale'],
  args: { shardchannel: optional(repeat(bytes())) },
  examples: [['PUBSUB SHARDNUMSUB news', '1) "news"\n2) (integer) 0']],
  run(call, args) {
    const names = args.shardchannel;
    call.reply.array((names?.count ?? 0) * 2);
    if (names === undefined) return;
    for (let i = 0; i < names.count; i++) {
      const name = names.at(i);
      replyArgument(call, name);
      call.reply.integer(call.server.pubsub.subscribers(call, KIND_SHARD_CHANNEL, name));
    }
  },
});
