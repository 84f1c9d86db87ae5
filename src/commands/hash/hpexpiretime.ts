import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { documentedFields, replyTimes } from './field-times.ts';

export default command({
  name: 'hpexpiretime',
  summary: 'Says when fields of a hash expire, in milliseconds since 1970: -1 for never, -2 for no such field.',
  since: '7.4.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['readonly', 'fast'],
  arity: -5,
  args: { key: key('RO access'), all: rest() },
  documentedArgs: documentedFields('RO access'),
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HPEXPIREAT user 4102444800123 FIELDS 1 age', '1) (integer) 1'],
    ['HPEXPIRETIME user FIELDS 2 age name', '1) (integer) 4102444800123\n2) (integer) -1'],
  ],
  run(call, args) {
    replyTimes(call, args.key, false, 1);
  },
});
