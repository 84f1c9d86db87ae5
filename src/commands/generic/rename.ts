import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { moveRecord } from './move-record.ts';
import { isSameKey } from './same-key.ts';

export default command({
  name: 'rename',
  summary: 'Gives a key another name; a key that has that name already is replaced.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write'],
  args: { key: key('RW access delete'), newkey: key('OW update') },
  examples: [
    ['SET a 1', 'OK'],
    ['RENAME a b', 'OK'],
    ['GET b', '"1"'],
  ],
  run(call, { key, newkey }) {
    const { store, reply } = call;
    const ref = store.write(key);
    if (ref === NO_REF) return call.fail(ERROR.noSuchKey);
    if (isSameKey(call, key, newkey)) return reply.ok();
    const existing = store.peek(newkey);
    if (existing !== NO_REF) store.remove(store.shards[newkey]!, store.db, store.hashes[newkey]!, existing);
    moveRecord(call, key, ref, newkey, store.db);
    store.observers.note(key, EVENT.renameFrom);
    store.observers.note(newkey, EVENT.renameTo);
    reply.ok();
  },
});
