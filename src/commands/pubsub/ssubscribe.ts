import { key, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_SHARD_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'ssubscribe',
  summary: 'Lets the client receive the messages of shard channels.',
  since: '7.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of shard channels to subscribe to.',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  args: { shardchannel: repeat(key('not_key')) },
  examples: [['SSUBSCRIBE orders', '1) "ssubscribe"\n2) "orders"\n3) (integer) 1']],
  run(call, args) {
    if (call.inTransaction) return call.fail(ERROR.shardChannelInTransaction);
    for (let i = 0; i < args.shardchannel.count; i++)
      call.server.pubsub.subscribe(call, KIND_SHARD_CHANNEL, args.shardchannel.at(i));
  },
});
