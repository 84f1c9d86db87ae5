import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'smismember',
  summary: 'Says of several members whether they are in a set.',
  since: '6.2.0',
  group: 'set',
  complexity: 'O(1) for each member.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), members: repeat(bytes()) },
  examples: [
    ['SADD tags red blue', '(integer) 2'],
    ['SMISMEMBER tags red green', '1) (integer) 1\n2) (integer) 0'],
  ],
  run(call, { key, members }) {
    const { buf, argStart, argLen } = call.args;
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    call.reply.array(members.count);
    for (let i = 0; i < members.count; i++) {
      const member = members.first + i;
      const isThere = record !== NO_REF && call.types.sets.contains(record, buf, argStart[member]!, argLen[member]!);
      call.reply.integer(isThere ? 1 : 0);
    }
  },
});
