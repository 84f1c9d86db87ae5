import { command } from '../../dispatch/context.ts';

export default command({
  name: 'role',
  summary: 'Says whether the server is a master or a replica, and of whom: here a master without replicas.',
  since: '2.8.12',
  group: 'server',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast'],
  acl: ['admin', 'dangerous'],
  args: {},
  examples: [['ROLE', '1) "master"\n2) (integer) 0\n3) (empty array)']],
  run(call) {
    const { reply } = call;
    reply.array(3);
    reply.bulkLatin1('master');
    reply.integer(0);
    reply.array(0);
  },
});
