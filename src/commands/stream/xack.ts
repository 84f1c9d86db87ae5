import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { idList } from './id-list.ts';
import { groupNamed, OTHER_TYPE, readStream } from './stream-lookup.ts';

export default command({
  name: 'xack',
  summary: 'Says that entries which a consumer group has delivered are done.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(N)) for each ID, with N entries pending.',
  flags: ['write', 'fast'],
  args: { key: key('RW update'), group: bytes(), ids: repeat(bytes({ sample: '1-1' }), { name: 'id' }) },
  examples: [
    ['XADD jobs 1-1 job mail', '"1-1"'],
    ['XGROUP CREATE jobs workers 0', 'OK'],
    [
      'XREADGROUP GROUP workers alice STREAMS jobs >',
      '1) 1) "jobs"\n   2) 1) 1) "1-1"\n         2) 1) "job"\n            2) "mail"',
    ],
    ['XACK jobs workers 1-1', '(integer) 1'],
  ],
  run(call, args) {
    const { groups } = call.types.streams;
    const root = readStream(call, args.key);
    if (root === OTHER_TYPE) return;
    const group = root === NO_REF ? NO_REF : groupNamed(call, root, args.group);
    if (group === NO_REF) return call.reply.integer(0);
    if (!idList.read(call, args.ids)) return;
    const shard = call.store.shards[args.key]!;
    let done = 0;
    for (let i = 0; i < idList.count; i++) {
      if (groups.acknowledge(shard, group, idList.words, i * ID_WORDS)) done++;
    }
    if (done > 0) call.store.changed(args.key, EVENT.groupProgress);
    call.reply.integer(done);
  },
});
