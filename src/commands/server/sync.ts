import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'sync',
  summary: 'Refused: nothing is replicated.',
  since: '1.0.0',
  group: 'server',
  flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
  args: {},
  examples: [['SYNC', '(error) ERR This instance has replication disabled']],
  run(call) {
    call.fail(ERROR.replicationDisabled);
  },
});
