import { command } from '../../dispatch/context.ts';

export default command({
  name: 'slowlog|len',
  summary: 'Counts the entries of the slow log.',
  since: '2.2.12',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:agg_sum', 'nondeterministic_output'],
  args: {},
  examples: [['SLOWLOG LEN', '(integer) 0']],
  run(call) {
    call.reply.integer(call.server.info.slowLog.length);
  },
});
