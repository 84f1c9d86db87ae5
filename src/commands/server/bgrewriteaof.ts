import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'bgrewriteaof',
  summary: 'Refused: nothing is saved to disk.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  args: {},
  examples: [['BGREWRITEAOF', '(error) ERR This instance has persistence disabled']],
  run(call) {
    call.fail(ERROR.persistenceDisabled);
  },
});
