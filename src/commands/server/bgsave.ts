import { flag } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'bgsave',
  summary: 'Refused: nothing is saved to disk.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  history: [['3.2.2', 'The `SCHEDULE` option.']],
  args: { schedule: flag('SCHEDULE', { since: '3.2.2' }) },
  examples: [['BGSAVE', '(error) ERR This instance has persistence disabled']],
  run(call) {
    call.fail(ERROR.persistenceDisabled);
  },
});
