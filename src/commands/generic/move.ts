import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { databaseNumber, isDatabase } from './database-number.ts';
import { moveRecord } from './move-record.ts';

export default command({
  name: 'move',
  summary: 'Moves a key to another database, if that has no such key.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RW access update'), db: databaseNumber() },
  examples: [
    ['SET a 1', 'OK'],
    ['MOVE a 1', '(integer) 1'],
    ['EXISTS a', '(integer) 0'],
  ],
  run(call, args) {
    const { store, reply } = call;
    if (!isDatabase(call, args.db)) return call.fail(ERROR.dbOutOfRange);
    if (args.db === store.db) return call.fail(ERROR.sameObject);
    const ref = store.write(args.key);
    if (ref === NO_REF || store.peek(args.key, args.db) !== NO_REF) return reply.integer(0);
    moveRecord(call, args.key, ref, args.key, args.db);
    store.observers.note(args.key, EVENT.moveFrom);
    store.observers.note(args.key, EVENT.moveTo, args.db);
    reply.integer(1);
  },
});
