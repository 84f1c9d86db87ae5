import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|trackinginfo',
  summary: 'Tells how the keys of this connection are tracked.',
  since: '6.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  examples: [['CLIENT TRACKINGINFO x', "(error) ERR wrong number of arguments for 'client|trackinginfo' command"]],
  run({ reply }) {
    reply.map(3);
    reply.bulkLatin1('flags');
    reply.set(1);
    reply.bulkLatin1('off');
    reply.bulkLatin1('redirect');
    reply.integer(-1);
    reply.bulkLatin1('prefixes');
    reply.array(0);
  },
});
