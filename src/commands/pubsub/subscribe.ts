import { bytes, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'subscribe',
  summary: 'Lets the client receive the messages of channels.',
  since: '2.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of channels to subscribe to.',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  args: { channel: repeat(bytes()) },
  examples: [['SUBSCRIBE news', '1) "subscribe"\n2) "news"\n3) (integer) 1']],
  run(call, args) {
    for (let i = 0; i < args.channel.count; i++) call.server.pubsub.subscribe(call, KIND_CHANNEL, args.channel.at(i));
  },
});
