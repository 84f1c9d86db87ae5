import { integer } from '../../../protocol/command/grammar.ts';
import { ERROR, outOfRangeBetween } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

const MIN = -(2 ** 31);
const MAX = 2 ** 31 - 1;

export default command({
  name: 'select',
  summary: 'Chooses the database that the commands of this connection work on.',
  since: '1.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  args: { index: integer() },
  examples: [
    ['SELECT 1', 'OK'],
    ['SELECT -1', '(error) ERR DB index is out of range'],
    ['SELECT 0', 'OK'],
  ],
  run(call, { index }) {
    if (index < MIN || index > MAX) return call.reply.error(outOfRangeBetween(MIN, MAX));
    if (index < 0 || index >= call.store.databases) return call.fail(ERROR.dbOutOfRange);
    call.client.db = index;
    call.reply.ok();
  },
});
