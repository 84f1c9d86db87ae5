import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { requireNamedGroup, requireStream } from './group-argument.ts';
import { consumerNamed } from './stream-lookup.ts';

export default command({
  name: 'xgroup|delconsumer',
  summary: 'Deletes a consumer of a group, and forgets what it has pending.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(M*log(N)) for the M of N pending entries of the group that are its own.',
  flags: ['write'],
  args: { key: key('RW delete'), group: bytes(), consumer: bytes() },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XGROUP CREATECONSUMER jobs workers alice', '(integer) 1'],
    ['XGROUP DELCONSUMER jobs workers alice', '(integer) 0'],
  ],
  run(call, args) {
    const { groups } = call.types.streams;
    const root = requireStream(call, args.key);
    if (root === NO_REF) return;
    const group = requireNamedGroup(call, root, args.key, args.group);
    if (group === NO_REF) return;
    const consumer = consumerNamed(call, group, args.consumer);
    if (consumer === NO_REF) return call.reply.integer(0);
    const pending = groups.ownedCount(consumer);
    groups.deleteConsumer(call.store.shards[args.key]!, group, consumer);
    call.store.changed(args.key, EVENT.xgroupDelConsumer);
    call.reply.integer(pending);
  },
});
