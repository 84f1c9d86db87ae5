import { command } from '../../dispatch/context.ts';
import { documentedTarget, refuseTarget, targetArguments } from './replication-target.ts';

export default command({
  name: 'slaveof',
  summary: 'Stays a master with NO ONE; to follow another server is refused.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
  deprecated: { since: '5.0.0', replacedBy: '`REPLICAOF`' },
  args: targetArguments,
  documentedArgs: documentedTarget,
  examples: [['SLAVEOF NO ONE', 'OK']],
  run(call, args) {
    refuseTarget(call, args);
  },
});
