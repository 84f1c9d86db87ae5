import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { openToRead } from './open-hash.ts';

export default command({
  name: 'hlen',
  summary: 'Counts the fields of a hash. Those that are past their time count until something meets them.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HLEN user', '(integer) 2'],
  ],
  run(call, args) {
    if (openToRead(call, args.key)) call.reply.integer(call.types.hashes.count());
  },
});
