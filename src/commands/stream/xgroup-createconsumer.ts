import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { requireNamedGroup, requireStream } from './group-argument.ts';
import { consumerNamed, isTooLong } from './stream-lookup.ts';

export default command({
  name: 'xgroup|createconsumer',
  summary: 'Makes a consumer of a group.',
  since: '6.2.0',
  group: 'stream',
  complexity: 'O(log(N)) for the N consumers of the group.',
  flags: ['write', 'denyoom'],
  args: { key: key('RW insert'), group: bytes(), consumer: bytes() },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XGROUP CREATECONSUMER jobs workers alice', '(integer) 1'],
    ['XGROUP CREATECONSUMER jobs workers alice', '(integer) 0'],
  ],
  allocates: (call, args) => call.types.streams.groupBound(args.key, args.consumer),
  run(call, args) {
    const root = requireStream(call, args.key);
    if (root === NO_REF) return;
    const group = requireNamedGroup(call, root, args.key, args.group);
    if (group === NO_REF || isTooLong(call, args.consumer)) return;
    if (consumerNamed(call, group, args.consumer) !== NO_REF) return call.reply.integer(0);
    call.types.streams.createConsumer(args.key, group, args.consumer);
    call.reply.integer(1);
  },
});
