import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'monitor',
  summary: 'Shows every command that any client runs, until the connection is reset or closed.',
  since: '1.0.0',
  group: 'server',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {},
  examples: [['MONITOR', 'OK']],
  run(call) {
    // As in Redis, asking again is not answered.
    if (call.inTransaction) return call.fail(ERROR.monitorInTransaction);
    if (call.client.monitoring) return;
    call.server.clients.monitor(call.client);
    call.reply.ok();
  },
});
