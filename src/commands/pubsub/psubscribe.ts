import { pattern, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_PATTERN } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'psubscribe',
  summary: 'Lets the client receive the messages of channels that match patterns.',
  since: '2.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of channels that match patterns to subscribe to.',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  args: { pattern: repeat(pattern()) },
  examples: [['PSUBSCRIBE news.*', '1) "psubscribe"\n2) "news.*"\n3) (integer) 1']],
  run(call, args) {
    for (let i = 0; i < args.pattern.count; i++) call.server.pubsub.subscribe(call, KIND_PATTERN, args.pattern.at(i));
  },
});
