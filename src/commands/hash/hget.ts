import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyFieldOf } from './open-hash.ts';

export default command({
  name: 'hget',
  summary: 'Gives the value of a field of a hash.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), field: bytes() },
  examples: [
    ['HSET user name Ann', '(integer) 1'],
    ['HGET user name', '"Ann"'],
    ['HGET user age', '(nil)'],
  ],
  run(call, args) {
    replyFieldOf(call, args.key, args.field);
  },
});
