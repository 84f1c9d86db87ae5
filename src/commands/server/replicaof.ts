import { command } from '../../dispatch/context.ts';
import { documentedTarget, refuseTarget, targetArguments } from './replication-target.ts';

export default command({
  name: 'replicaof',
  summary: 'Stays a master with NO ONE; to follow another server is refused.',
  since: '5.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
  args: targetArguments,
  documentedArgs: documentedTarget,
  examples: [['REPLICAOF NO ONE', 'OK']],
  run(call, args) {
    refuseTarget(call, args);
  },
});
