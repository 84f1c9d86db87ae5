import { oneof } from '../../../protocol/command/grammar.ts';
import { REPLY_OFF, REPLY_ON, REPLY_SKIP_NEXT } from '../../dispatch/client.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|reply',
  summary: 'Turns the replies to this connection on or off, or skips the next one.',
  since: '3.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: { action: oneof(['ON', 'OFF', 'SKIP']) },
  examples: [['CLIENT REPLY ON', 'OK']],
  run({ client, reply }, { action }) {
    if (action === 'ON') {
      client.replyMode = REPLY_ON;
      reply.ok();
    } else if (action === 'OFF') client.replyMode = REPLY_OFF;
    else if (client.replyMode !== REPLY_OFF) client.replyMode = REPLY_SKIP_NEXT;
  },
});
