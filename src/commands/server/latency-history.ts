import { bytes } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'latency|history',
  summary: 'Gives the durations of one kind of slow event over time.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'],
  args: { event: bytes() },
  examples: [['LATENCY HISTORY command', '(empty array)']],
  run(call, args) {
    const { reply } = call;
    const samples = call.server.info.latency.history(call.text(args.event))?.samples ?? [];
    reply.array(samples.length);
    for (const { seconds, ms } of samples) {
      reply.array(2);
      reply.integer(seconds);
      reply.integer(ms);
    }
  },
});
