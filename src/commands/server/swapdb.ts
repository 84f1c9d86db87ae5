import { integer } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { swapDatabases } from '../../store/flush.ts';

const MIN = -(2 ** 31);
const MAX = 2 ** 31 - 1;

export default command({
  name: 'swapdb',
  summary: 'Exchanges the contents of two databases: every client sees the other keys from then on.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  acl: ['keyspace', 'dangerous'],
  locks: 'all',
  args: {
    index1: integer({ min: MIN, max: MAX, invalid: ERROR.firstDbIndex, range: ERROR.firstDbIndex }),
    index2: integer({ min: MIN, max: MAX, invalid: ERROR.secondDbIndex, range: ERROR.secondDbIndex }),
  },
  examples: [
    ['SET a 1', 'OK'],
    ['SWAPDB 0 1', 'OK'],
    ['EXISTS a', '(integer) 0'],
  ],
  run(call, { index1, index2 }) {
    const { databases } = call.store;
    if (index1 < 0 || index1 >= databases || index2 < 0 || index2 >= databases) return call.fail(ERROR.dbOutOfRange);
    if (index1 !== index2) swapDatabases(call.store, index1, index2);
    call.reply.ok();
  },
});
