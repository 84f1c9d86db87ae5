import { integer } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { refusesTimeout, timeout, waitForReplicas } from './wait-for-replicas.ts';

export default command({
  name: 'waitaof',
  summary: 'Waits until the writes of this client are on disk, here and on replicas: here on none.',
  since: '7.2.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['blocking'],
  acl: ['connection'],
  aclWithout: ['keyspace'],
  tips: ['request_policy:all_shards', 'response_policy:agg_min'],
  args: {
    numlocal: integer({ min: 0, max: 1, range: ERROR.notZeroOrOne }),
    numreplicas: integer({ min: 0, invalid: ERROR.notPositive, range: ERROR.notPositive }),
    timeout: timeout(),
  },
  examples: [['WAITAOF 0 0 100', '1) (integer) 0\n2) (integer) 0']],
  run(call, args) {
    if (refusesTimeout(call, args.timeout)) return;
    if (args.numlocal === 1) return call.fail(ERROR.waitaofNoAof);
    return waitForReplicas(call, args.numreplicas, args.timeout, (reply) => {
      reply.array(2);
      reply.integer(0);
      reply.integer(0);
    });
  },
});
