import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|info',
  summary: 'Describes this connection in one line.',
  since: '6.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  args: {},
  examples: [['CLIENT INFO x', "(error) ERR wrong number of arguments for 'client|info' command"]],
  run(call) {
    call.reply.verbatim('txt', call.server.clients.list(call.client, { id: call.client.id }, call.args));
  },
});
