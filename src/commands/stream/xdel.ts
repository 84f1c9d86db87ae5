import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { idList } from './id-list.ts';
import { OTHER_TYPE, writeStream } from './stream-lookup.ts';

export default command({
  name: 'xdel',
  summary: 'Deletes entries of a stream by their IDs.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(N)) for each ID, in a stream of N entries.',
  flags: ['write', 'fast'],
  args: { key: key('RW delete'), ids: repeat(bytes({ sample: '1-1' }), { name: 'id' }) },
  examples: [
    ['XADD temperatures 1-1 room 20.5', '"1-1"'],
    ['XDEL temperatures 1-1 2-1', '(integer) 1'],
  ],
  run(call, args) {
    const { streams } = call.types;
    const root = writeStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF) return call.reply.integer(0);
    if (!idList.read(call, args.ids)) return;
    let deleted = 0;
    for (let i = 0; i < idList.count; i++) {
      if (streams.delete(args.key, root, idList.words, i * ID_WORDS)) deleted++;
    }
    if (deleted > 0) {
      call.store.changed(args.key, EVENT.xdel);
      call.store.countMore(deleted - 1);
    }
    call.reply.integer(deleted);
  },
});
