import { oneof } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|no-evict',
  summary: 'Keeps this connection when clients are closed to save memory, or does not.',
  since: '7.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: { enabled: oneof(['ON', 'OFF']) },
  examples: [
    ['CLIENT NO-EVICT ON', 'OK'],
    ['CLIENT NO-EVICT OFF', 'OK'],
  ],
  run(call, { enabled }) {
    call.client.noEvict = enabled === 'ON';
    call.server.clients.publish(call.client);
    call.reply.ok();
  },
});
