import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'readonly',
  summary: 'Refused: there is no cluster whose replicas one could read.',
  since: '3.0.0',
  group: 'cluster',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  acl: ['connection'],
  args: {},
  examples: [['READONLY', '(error) ERR This instance has cluster support disabled']],
  run(call) {
    call.fail(ERROR.clusterDisabled);
  },
});
