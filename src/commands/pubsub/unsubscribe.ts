import { bytes, optional, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'unsubscribe',
  summary: 'Ends the subscriptions of the client to channels, or to all of them.',
  since: '2.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of channels to unsubscribe.',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  args: { channel: optional(repeat(bytes())) },
  examples: [['UNSUBSCRIBE news', '1) "unsubscribe"\n2) "news"\n3) (integer) 0']],
  run(call, args) {
    const names = args.channel;
    if (names === undefined) return call.server.pubsub.unsubscribeAll(call, KIND_CHANNEL);
    for (let i = 0; i < names.count; i++) call.server.pubsub.unsubscribe(call, KIND_CHANNEL, names.at(i));
  },
});
