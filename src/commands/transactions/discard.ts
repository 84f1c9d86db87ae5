import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { endTransaction } from '../../dispatch/transaction.ts';
import { unwatchAll } from '../../dispatch/watched-keys.ts';

export default command({
  name: 'discard',
  summary: 'Forgets the queued commands of a transaction, and ends it.',
  since: '2.0.0',
  group: 'transactions',
  complexity: 'O(N), when N is the number of queued commands',
  flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
  args: {},
  examples: [
    ['MULTI', 'OK'],
    ['DISCARD', 'OK'],
  ],
  run(call) {
    const { client } = call;
    if (client.transaction === undefined) return call.fail(ERROR.discardWithoutMulti);
    endTransaction(client);
    unwatchAll(call.store, client);
    call.reply.ok();
  },
});
