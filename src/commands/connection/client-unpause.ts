import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|unpause',
  summary: 'Ends the pause that CLIENT PAUSE began.',
  since: '6.2.0',
  group: 'connection',
  complexity: 'O(N) Where N is the number of paused clients',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {},
  examples: [['CLIENT UNPAUSE', 'OK']],
  run(call) {
    call.server.clients.unpause();
    call.reply.ok();
  },
});
