import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { openToRead } from './open-hash.ts';

export default command({
  name: 'hstrlen',
  summary: 'Gives the length in bytes of the value of a field; 0 if there is none.',
  since: '3.2.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO'), field: bytes() },
  examples: [
    ['HSET user name Ann', '(integer) 1'],
    ['HSTRLEN user name', '(integer) 3'],
  ],
  run(call, args) {
    if (!openToRead(call, args.key)) return;
    const { hashes } = call.types;
    call.reply.integer(hashes.find(args.field) ? hashes.valueLength() : 0);
    hashes.settle();
  },
});
