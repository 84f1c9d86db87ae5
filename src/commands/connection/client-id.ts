import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|id',
  summary: 'Tells the id of this connection.',
  since: '5.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  examples: [['CLIENT ID', '(integer) 1']],
  run(call) {
    call.reply.integer(call.client.id);
  },
});
