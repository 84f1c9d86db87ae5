import { command } from '../../dispatch/context.ts';

export default command({
  name: 'slowlog|reset',
  summary: 'Empties the slow log.',
  since: '2.2.12',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: {},
  examples: [['SLOWLOG RESET', 'OK']],
  run(call) {
    call.server.info.slowLog.reset();
    call.reply.ok();
  },
});
