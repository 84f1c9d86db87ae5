import { oneof } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|no-touch',
  summary: 'Lets the commands of this connection leave no trace in the access times and counts of keys, or not.',
  since: '7.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: { enabled: oneof(['ON', 'OFF']) },
  examples: [
    ['CLIENT NO-TOUCH ON', 'OK'],
    ['CLIENT NO-TOUCH OFF', 'OK'],
  ],
  run(call, { enabled }) {
    call.client.noTouch = enabled === 'ON';
    call.server.clients.publish(call.client);
    call.reply.ok();
  },
});
