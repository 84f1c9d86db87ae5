import { key, optional, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_SHARD_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'sunsubscribe',
  summary: 'Ends the subscriptions of the client to shard channels, or to all of them.',
  since: '7.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of shard channels to unsubscribe.',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  args: { shardchannel: optional(repeat(key('not_key'))) },
  examples: [['SUNSUBSCRIBE orders', '1) "sunsubscribe"\n2) "orders"\n3) (integer) 0']],
  run(call, args) {
    const names = args.shardchannel;
    if (names === undefined) return call.server.pubsub.unsubscribeAll(call, KIND_SHARD_CHANNEL);
    for (let i = 0; i < names.count; i++) call.server.pubsub.unsubscribe(call, KIND_SHARD_CHANNEL, names.at(i));
  },
});
