import { command } from '../../dispatch/context.ts';

export default command({
  name: 'acl|whoami',
  summary: 'Tells which user the connection is.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  examples: [['ACL WHOAMI', '"default"']],
  run(call) {
    call.reply.bulkLatin1(call.client.user);
  },
});
