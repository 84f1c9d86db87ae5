import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { moveRecord } from './move-record.ts';

export default command({
  name: 'renamenx',
  summary: 'Gives a key another name if no key has that name.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  history: [['3.2.0', 'Equal names are no error.']],
  args: { key: key('RW access delete'), newkey: key('OW insert') },
  examples: [
    ['MSET a 1 b 2', 'OK'],
    ['RENAMENX a b', '(integer) 0'],
    ['RENAMENX a c', '(integer) 1'],
  ],
  run(call, { key, newkey }) {
    const { store, reply } = call;
    const ref = store.write(key);
    if (ref === NO_REF) return call.fail(ERROR.noSuchKey);
    // Equal names: the new one exists as well.
    if (store.peek(newkey) !== NO_REF) return reply.integer(0);
    moveRecord(call, key, ref, newkey, store.db);
    store.observers.note(key, EVENT.renameFrom);
    store.observers.note(newkey, EVENT.renameTo);
    reply.integer(1);
  },
});
