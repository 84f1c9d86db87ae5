import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|getredir',
  summary: 'Tells which connection gets the invalidations of this one: 0 for itself, -1 without tracking.',
  since: '6.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  examples: [['CLIENT GETREDIR', '(integer) -1']],
  run(call) {
    call.reply.integer(call.client.tracking?.redirect ?? -1);
  },
});
