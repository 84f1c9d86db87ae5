import { optional, pattern, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { KIND_PATTERN } from '../../dispatch/ports/pubsub.ts';

export default command({
  name: 'punsubscribe',
  summary: 'Ends the subscriptions of the client to patterns, or to all of them.',
  since: '2.0.0',
  group: 'pubsub',
  complexity: 'O(N) where N is the number of patterns to unsubscribe.',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  args: { pattern: optional(repeat(pattern())) },
  examples: [['PUNSUBSCRIBE news.*', '1) "punsubscribe"\n2) "news.*"\n3) (integer) 0']],
  run(call, args) {
    const names = args.pattern;
    if (names === undefined) return call.server.pubsub.unsubscribeAll(call, KIND_PATTERN);
    for (let i = 0; i < names.count; i++) call.server.pubsub.unsubscribe(call, KIND_PATTERN, names.at(i));
  },
});
