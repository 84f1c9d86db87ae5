import { command } from '../../dispatch/context.ts';
import { DEFAULT_USER } from '../connection/passwords.ts';

export default command({
  name: 'acl|users',
  summary: 'Lists the names of the users.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of users.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {},
  examples: [['ACL USERS', '1) "default"']],
  run({ reply }) {
    reply.array(1);
    reply.bulkLatin1(DEFAULT_USER);
  },
});
