import { command } from '../../dispatch/context.ts';
import { latencyAdvice } from './latency-advice.ts';

export default command({
  name: 'latency|doctor',
  summary: 'Says in words which slow events there were, and what to do about them.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'],
  args: {},
  examples: [['LATENCY DOCTOR now', "(error) ERR wrong number of arguments for 'latency|doctor' command"]],
  run(call) {
    const { latencyMonitorThreshold: thresholdMs, slowlogLogSlowerThan: slowerThanUs } = call.settings.current;
    call.reply.verbatim('txt', latencyAdvice(call.server.info.latency.list(), thresholdMs, slowerThanUs));
  },
});
