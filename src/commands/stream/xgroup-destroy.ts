import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { requireStream } from './group-argument.ts';
import { groupNamed } from './stream-lookup.ts';

export default command({
  name: 'xgroup|destroy',
  summary: 'Deletes a consumer group with its consumers and what they have pending.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1); its memory is freed in steps.',
  flags: ['write'],
  args: { key: key('RW delete'), group: bytes() },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XGROUP DESTROY jobs workers', '(integer) 1'],
    ['XGROUP DESTROY jobs workers', '(integer) 0'],
  ],
  run(call, args) {
    const root = requireStream(call, args.key);
    if (root === NO_REF) return;
    const group = groupNamed(call, root, args.group);
    if (group === NO_REF) return call.reply.integer(0);
    call.types.streams.destroyGroup(args.key, root, group);
    call.store.changed(args.key, EVENT.xgroupDestroy);
    call.reply.integer(1);
  },
});
