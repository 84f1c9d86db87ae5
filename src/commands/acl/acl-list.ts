import { command } from '../../dispatch/context.ts';
import { defaultUserLine } from './default-user.ts';

export default command({
  name: 'acl|list',
  summary: 'Lists the users with their rules, as a file of users has them.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of users.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {},
  examples: [['ACL LIST', '1) "user default on nopass sanitize-payload ~* &* +@all"']],
  run(call) {
    call.reply.array(1);
    call.reply.bulkLatin1(defaultUserLine(call.settings.current.requirepass));
  },
});
