import { key, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { watchKey } from '../../dispatch/watched-keys.ts';

export default command({
  name: 'watch',
  summary: 'Lets the next EXEC fail if one of the keys changes before it.',
  since: '2.2.0',
  group: 'transactions',
  complexity: 'O(1) for every key.',
  flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
  args: { key: repeat(key('RO')) },
  examples: [['WATCH a b', 'OK']],
  run(call, args) {
    const { client, store } = call;
    if (client.transaction !== undefined) return call.fail(ERROR.watchInMulti);
    for (let i = 0; i < args.key.count; i++) watchKey(store, client, args.key.at(i));
    call.reply.ok();
  },
});
