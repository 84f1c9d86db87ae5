import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'asking',
  summary: 'Refused: there is no cluster that could move slots.',
  since: '3.0.0',
  group: 'cluster',
  complexity: 'O(1)',
  flags: ['fast'],
  acl: ['connection'],
  args: {},
  examples: [['ASKING', '(error) ERR This instance has cluster support disabled']],
  run(call) {
    call.fail(ERROR.clusterDisabled);
  },
});
