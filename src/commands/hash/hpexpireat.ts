import { rest, unixTime } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { documentedFields, expireFields, expiringKey } from './expire-fields.ts';

const form = { isSeconds: false, isRelative: false };

export default command({
  name: 'hpexpireat',
  summary: 'Lets fields of a hash expire at a time, in milliseconds since 1970.',
  since: '7.4.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  arity: -6,
  args: { key: expiringKey(), all: rest() },
  documentedArgs: { key: expiringKey(), 'unix-time-milliseconds': unixTime(), ...documentedFields() },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HPEXPIREAT user 4102444800123 FIELDS 1 age', '1) (integer) 1'],
    ['HPEXPIRETIME user FIELDS 1 age', '1) (integer) 4102444800123'],
  ],
  run(call, args) {
    expireFields(call, args.key, form, 'hpexpireat');
  },
});
