import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { openToRead } from './open-hash.ts';

export default command({
  name: 'hexists',
  summary: 'Says whether a hash has a field.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO'), field: bytes() },
  examples: [
    ['HSET user name Ann', '(integer) 1'],
    ['HEXISTS user name', '(integer) 1'],
    ['HEXISTS user age', '(integer) 0'],
  ],
  run(call, args) {
    if (!openToRead(call, args.key)) return;
    const { hashes } = call.types;
    call.reply.integer(hashes.find(args.field) ? 1 : 0);
    hashes.settle();
  },
});
