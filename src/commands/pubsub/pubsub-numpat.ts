import { command } from '../../dispatch/context.ts';

export default command({
  name: 'pubsub|numpat',
  summary: 'Tells how many patterns have subscribers.',
  since: '2.8.0',
  group: 'pubsub',
  complexity: 'O(1)',
  flags: ['pubsub', 'loading', 'stale'],
  args: {},
  examples: [['PUBSUB NUMPAT', '(integer) 0']],
  run(call) {
    call.reply.integer(call.server.pubsub.patternCount());
  },
});
