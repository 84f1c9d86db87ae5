import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'sismember',
  summary: 'Says whether a member is in a set.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO'), member: bytes() },
  examples: [
    ['SADD tags red blue', '(integer) 2'],
    ['SISMEMBER tags red', '(integer) 1'],
    ['SISMEMBER tags green', '(integer) 0'],
  ],
  run(call, { key, member }) {
    const { buf, argStart, argLen } = call.args;
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    const isThere = record !== NO_REF && call.types.sets.contains(record, buf, argStart[member]!, argLen[member]!);
    call.reply.integer(isThere ? 1 : 0);
  },
});
