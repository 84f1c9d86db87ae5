import { bytes, integer, key, oneof, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { keysOfMigrate, MIGRATE_ARGUMENTS, MIGRATE_KEYS, migrateOptions } from './migrate-options.ts';

export default command({
  name: 'migrate',
  summary: 'Refused for keys that exist: they stay here.',
  since: '2.6.0',
  group: 'generic',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['write'],
  acl: ['keyspace', 'dangerous'],
  tips: ['nondeterministic_output'],
  history: [
    ['3.0.0', 'The options `COPY` and `REPLACE`.'],
    ['3.0.6', 'The option `KEYS`.'],
    ['4.0.7', 'The option `AUTH`.'],
    ['6.0.0', 'The option `AUTH2`.'],
  ],
  keySpecs: MIGRATE_KEYS,
  args: {
    host: bytes(),
    port: bytes(),
    keySelector: oneof({ emptyString: token(''), key: key('RW access delete') }),
    destinationDb: integer(),
    timeout: integer(),
    ...migrateOptions,
  },
  documentedArgs: MIGRATE_ARGUMENTS,
  keysIn: keysOfMigrate,
  examples: [['MIGRATE 127.0.0.1 7000 nosuch 0 1000', 'NOKEY']],
  run(call, args) {
    const { keys, keySelector } = args;
    if (keys !== undefined && keySelector.is === 'key') return call.fail(ERROR.migrateKeys);
    let exists = keySelector.is === 'key' && call.store.peek(keySelector.value) !== NO_REF;
    for (let i = 0; keys !== undefined && i < keys.count; i++) {
      if (call.store.peek(keys.at(i)) !== NO_REF) exists = true;
    }
    if (exists) call.fail(ERROR.migrationDisabled);
    else call.reply.simple('NOKEY');
  },
});
