import { rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'quit',
  summary: 'Closes the connection, once its replies are sent.',
  since: '1.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  deprecated: { since: '7.2.0', replacedBy: 'just closing the connection' },
  args: { ignored: rest() },
  documentedArgs: {},
  examples: [['QUIT', 'OK']],
  run(call) {
    call.client.closeAfterReply = true;
    call.reply.ok();
  },
});
