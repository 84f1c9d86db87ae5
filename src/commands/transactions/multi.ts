import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { beginTransaction } from '../../dispatch/transaction.ts';

export default command({
  name: 'multi',
  summary: 'Begins a transaction: the commands that follow are queued for EXEC.',
  since: '1.2.0',
  group: 'transactions',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
  args: {},
  examples: [
    ['MULTI', 'OK'],
    ['SET a 1', 'QUEUED'],
    ['EXEC', '1) OK'],
  ],
  run(call) {
    if (call.client.transaction !== undefined) return call.fail(ERROR.nestedMulti);
    beginTransaction(call.client);
    call.reply.ok();
  },
});
