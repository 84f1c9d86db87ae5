import { bytes } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_CHANNEL } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'publish',
  summary: 'Sends a message to every subscriber of a channel, and replies how many there are.',
  since: '2.0.0',
  group: 'pubsub',
  complexity: 'O(N+M) where N is the number of subscribers of the channel and M the number of patterns.',
  flags: ['pubsub', 'loading', 'stale', 'fast'],
  args: { channel: bytes(), message: bytes() },
  examples: [['PUBLISH nobody hello', '(integer) 0']],
  run(call, args) {
    call.reply.integer(call.server.pubsub.publish(call, KIND_CHANNEL, args.channel, args.message));
  },
});
