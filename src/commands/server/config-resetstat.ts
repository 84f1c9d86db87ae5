import { command } from '../../dispatch/context.ts';

export default command({
  name: 'config|resetstat',
  summary: 'Starts the counters of INFO and the histograms of commands anew.',
  since: '2.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: {},
  examples: [['CONFIG RESETSTAT', 'OK']],
  run(call) {
    call.server.info.resetStatistics();
    call.reply.ok();
  },
});
