import { integer, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { documentedFields, expireFields, expiringKey } from './expire-fields.ts';

const form = { isSeconds: true, isRelative: true };

export default command({
  name: 'hexpire',
  summary: 'Lets fields of a hash expire after a number of seconds.',
  since: '7.4.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  arity: -6,
  args: { key: expiringKey(), all: rest() },
  documentedArgs: { key: expiringKey(), seconds: integer(), ...documentedFields() },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HEXPIRE user 60 FIELDS 2 age city', '1) (integer) 1\n2) (integer) -2'],
    ['HTTL user FIELDS 2 age name', '1) (integer) 60\n2) (integer) -1'],
  ],
  run(call, args) {
    expireFields(call, args.key, form, 'hexpire');
  },
});
