import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyFields } from './all-fields.ts';

export default command({
  name: 'hgetall',
  summary: 'Gives all fields of a hash with their values.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { key: key('RO access') },
  examples: [
    ['HSET user name Ann', '(integer) 1'],
    ['HGETALL user', '1) "name"\n2) "Ann"'],
  ],
  run(call, args) {
    replyFields(call, args.key, true, true);
  },
});
