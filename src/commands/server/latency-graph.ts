import { bytes } from '../../../protocol/command/grammar.ts';
import { noLatencySamples } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { latencyGraph } from './latency-drawing.ts';

export default command({
  name: 'latency|graph',
  summary: 'Draws the durations of one kind of slow event over time.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'],
  args: { event: bytes() },
  examples: [['LATENCY GRAPH fork', "(error) ERR No samples available for event 'fork'"]],
  run(call, args) {
    const name = call.text(args.event);
    const history = call.server.info.latency.history(name);
    if (history === undefined) return call.reply.error(noLatencySamples(name));
    call.reply.verbatim('txt', latencyGraph(history, Math.floor(call.now() / 1000)));
  },
});
