import { bytes, optional, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_CHANNEL } from '../../dispatch/ports/pubsub.ts';
import { replyArgument } from '../connection/reply-argument.ts';

export default command({
  name: 'pubsub|numsub',
  summary: 'Tells how many subscribers channels have, not counting those of patterns.',
  since: '2.8.0',
  group: 'pubsub',
  complexity: 'O(N) for the subcommand, where N is the number of requested channels',
  flags: ['pubsub', 'loading', 'stale'],
  args: { channel: optional(repeat(bytes())) },
  examples: [['PUBSUB NUMSUB news', '1) "news"\n2) (integer) 0']],
  run(call, args) {
    const names = args.channel;
    call.reply.array((names?.count ?? 0) * 2);
    if (names === undefined) return;
    for (let i = 0; i < names.count; i++) {
      const name = names.at(i);
      replyArgument(call, name);
      call.reply.integer(call.server.pubsub.subscribers(call, KIND_CHANNEL, name));
    }
  },
});
