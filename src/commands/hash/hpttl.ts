import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { documentedFields, replyTimes } from './field-times.ts';

export default command({
  name: 'hpttl',
  summary: 'Says in how many milliseconds fields of a hash expire: -1 for never, -2 for no such field.',
  since: '7.4.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['readonly', 'fast'],
  tips: ['nondeterministic_output'],
  arity: -5,
  args: { key: key('RO access'), all: rest() },
  documentedArgs: documentedFields('RO access'),
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HPTTL user FIELDS 2 name city', '1) (integer) -1\n2) (integer) -2'],
  ],
  run(call, args) {
    replyTimes(call, args.key, true, 1);
  },
});
