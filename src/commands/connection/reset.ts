import { command } from '../../dispatch/context.ts';
import { resetConnection } from './connection-state.ts';

export default command({
  name: 'reset',
  summary: 'Puts the connection back into the state of a new one.',
  since: '6.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  args: {},
  examples: [['RESET', 'RESET']],
  run(call) {
    resetConnection(call);
    call.reply.simple('RESET');
  },
});
