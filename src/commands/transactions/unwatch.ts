import { command } from '../../dispatch/context.ts';
import { unwatchAll } from '../../dispatch/watched-keys.ts';

export default command({
  name: 'unwatch',
  summary: 'Watches no key any more.',
  since: '2.2.0',
  group: 'transactions',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
  args: {},
  examples: [
    ['WATCH a', 'OK'],
    ['UNWATCH', 'OK'],
  ],
  run(call) {
    // Inside EXEC nothing is watched any more, so that no lock is taken there.
    unwatchAll(call.store, call.client);
    call.reply.ok();
  },
});
