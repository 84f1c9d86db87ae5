import { flag, key, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { databaseNumber, isDatabase } from './database-number.ts';
import { isSameKey } from './same-key.ts';

export default command({
  name: 'copy',
  summary: 'Gives a second key a copy of the value and the expiry of a key.',
  since: '6.2.0',
  group: 'generic',
  complexity: 'O(N) where N is the length of the value; O(1) for large strings.',
  flags: ['write', 'denyoom'],
  args: {
    source: key('RO access'),
    destination: key('OW update'),
    destinationDb: option('DB', databaseNumber()),
    replace: flag('REPLACE'),
  },
  examples: [
    ['SET a 1', 'OK'],
    ['COPY a b', '(integer) 1'],
    ['COPY a b', '(integer) 0'],
    ['COPY a b DB 1 REPLACE', '(integer) 1'],
  ],
  allocates: (call, args) => call.store.putBound(args.destination, call.strings.largeThreshold),
  run(call, { source, destination, destinationDb, replace }) {
    const { store, types, reply } = call;
    const db = destinationDb ?? store.db;
    if (!isDatabase(call, db)) return call.fail(ERROR.dbOutOfRange);
    if (db === store.db && isSameKey(call, source, destination)) return call.fail(ERROR.sameObject);
    const ref = store.read(source);
    if (ref === NO_REF) return reply.integer(0);
    const existing = store.peek(destination, db);
    if (existing !== NO_REF && !replace) return reply.integer(0);
    types.copyTo(ref, destination, existing, store.records.expiresAt(ref), db);
    // What was there has been deleted, and is told as a key that is new.
    if (existing !== NO_REF) store.observers.note(destination, EVENT.new, db);
    store.observers.note(destination, EVENT.copyTo, db);
    reply.integer(1);
  },
});
