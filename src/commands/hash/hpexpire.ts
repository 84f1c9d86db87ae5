import { integer, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { documentedFields, expireFields, expiringKey } from './expire-fields.ts';

const form = { isSeconds: false, isRelative: true };

export default command({
  name: 'hpexpire',
  summary: 'Lets fields of a hash expire after a number of milliseconds.',
  since: '7.4.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  arity: -6,
  args: { key: expiringKey(), all: rest() },
  documentedArgs: { key: expiringKey(), milliseconds: integer(), ...documentedFields() },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HPEXPIRE user 60000 FIELDS 2 age city', '1) (integer) 1\n2) (integer) -2'],
    ['HTTL user FIELDS 2 age name', '1) (integer) 60\n2) (integer) -1'],
  ],
  run(call, args) {
    expireFields(call, args.key, form, 'hpexpire');
  },
});
