import { bytes, integer, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'psync',
  summary: 'Refused: nothing is replicated.',
  since: '2.8.0',
  group: 'server',
  flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
  // Replicas may say more than is documented.
  args: { replicationid: bytes(), offset: integer(), more: rest() },
  documentedArgs: { replicationid: bytes(), offset: integer() },
  examples: [['PSYNC ? -1', '(error) ERR This instance has replication disabled']],
  run(call) {
    call.fail(ERROR.replicationDisabled);
  },
});
