import { integer } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { refusesTimeout, timeout, waitForReplicas } from './wait-for-replicas.ts';

export default command({
  name: 'wait',
  summary: 'Waits until replicas have the writes of this client, and says how many have: here always none.',
  since: '3.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['blocking'],
  acl: ['connection'],
  aclWithout: ['keyspace'],
  tips: ['request_policy:all_shards', 'response_policy:agg_min'],
  args: { numreplicas: integer(), timeout: timeout() },
  examples: [['WAIT 0 100', '(integer) 0']],
  run(call, args) {
    if (refusesTimeout(call, args.timeout)) return;
    return waitForReplicas(call, args.numreplicas, args.timeout, (reply) => reply.integer(0));
  },
});
