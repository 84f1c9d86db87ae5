import { bytes, int64, key, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { compareIds, fillId, ID_WORDS, isZeroId } from '../../values/stream/stream-id.ts';
import { readId } from './stream-id-text.ts';
import { OTHER_TYPE, writeStream } from './stream-lookup.ts';

const id = new Int32Array(ID_WORDS);
const deleted = new Int32Array(ID_WORDS);
const other = new Int32Array(ID_WORDS);

export default command({
  name: 'xsetid',
  summary:
    'Sets what a stream knows of its past: the last ID, how many entries were added, and which was deleted last.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  history: [['7.0.0', 'The options `ENTRIESADDED` and `MAXDELETEDID`.']],
  args: {
    key: key('RW update'),
    lastId: bytes({ sample: '99-1' }),
    entriesAdded: option('ENTRIESADDED', int64({ min: 0, range: ERROR.entriesAdded, since: '7.0.0', eager: true })),
    maxDeletedId: option('MAXDELETEDID', bytes({ since: '7.0.0', sample: '1-1' })),
  },
  examples: [
    ['XADD temperatures 1-1 room 20.5', '"1-1"'],
    ['XSETID temperatures 5-0 ENTRIESADDED 3 MAXDELETEDID 2-0', 'OK'],
  ],
  allocates: () => 0,
  run(call, args) {
    const { streams } = call.types;
    if (!readId(call.args, args.lastId, id, 0, 0)) return call.fail(ERROR.streamIdInvalid);
    fillId(deleted, 0, 0);
    if (args.maxDeletedId !== undefined) {
      if (!readId(call.args, args.maxDeletedId, deleted, 0, 0)) return call.fail(ERROR.streamIdInvalid);
      if (compareIds(id, 0, deleted, 0) < 0) return call.fail(ERROR.setIdBelowGiven);
    }
    const root = writeStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF) return call.fail(ERROR.noSuchKey);
    streams.copyDeletedId(root, other, 0);
    if (compareIds(id, 0, other, 0) < 0) return call.fail(ERROR.setIdBelowDeleted);
    if (streams.copyTopId(root, other, 0)) {
      if (compareIds(id, 0, other, 0) < 0) return call.fail(ERROR.setIdBelowTop);
      if (args.entriesAdded !== undefined && args.entriesAdded < streams.length(root)) {
        return call.fail(ERROR.setIdBelowLength);
      }
    }
    streams.setLastId(root, id, 0);
    if (args.entriesAdded !== undefined) streams.setAdded(root, args.entriesAdded);
    if (!isZeroId(deleted, 0)) streams.setDeletedId(root, deleted, 0);
    call.store.changed(args.key, EVENT.xsetid);
    call.reply.ok();
  },
});
