import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'exec',
  summary: 'Runs the queued commands of a transaction, unless a watched key has changed.',
  since: '1.2.0',
  group: 'transactions',
  complexity: 'Depends on commands in the transaction',
  flags: ['noscript', 'loading', 'stale', 'skip_slowlog'],
  args: {},
  examples: [
    ['MULTI', 'OK'],
    ['INCR visits', 'QUEUED'],
    ['EXEC', '1) (integer) 1'],
  ],
  run(call) {
    // Inside a transaction the dispatcher runs it: src/dispatch/transactions.ts.
    call.fail(ERROR.execWithoutMulti);
  },
});
