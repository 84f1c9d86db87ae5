import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_SHARD_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'spublish',
  summary: 'Sends a message to every subscriber of a shard channel, and replies how many there are.',
  since: '7.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of subscribers of the shard channel.',
  flags: ['pubsub', 'loading', 'stale', 'fast'],
  args: { shardchannel: key('not_key'), message: bytes() },
  examples: [['SPUBLISH nobody hello', '(integer) 0']],
  run(call, args) {
    call.reply.integer(call.server.pubsub.publish(call, KIND_SHARD_CHANNEL, args.shardchannel, args.message));
  },
});
