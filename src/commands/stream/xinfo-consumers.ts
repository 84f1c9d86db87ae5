import { bytes, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { requireNamedGroup } from './group-argument.ts';
import { replyName } from './pending-reply.ts';
import { OTHER_TYPE, readStream } from './stream-lookup.ts';

export default command({
  name: 'xinfo|consumers',
  summary: 'Lists the consumers of a group, with what they have pending and how long they have been idle.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(N) for N consumers.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  history: [['7.2.0', 'The field `inactive`; `idle` counts attempts as well.']],
  args: { key: key('RO access'), group: bytes() },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XINFO CONSUMERS jobs workers', '(empty array)'],
  ],
  run(call, args) {
    const { reply } = call;
    const { groups } = call.types.streams;
    const root = readStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF) return call.fail(ERROR.noSuchKey);
    const group = requireNamedGroup(call, root, args.key, args.group);
    if (group === NO_REF) return;
    const nowMs = call.now();
    const consumers = groups.consumersOf(group);
    const count = groups.names.count(consumers);
    reply.array(count);
    for (let i = 0; i < count; i++) {
      const consumer = groups.names.at(consumers, i);
      const activeMs = groups.activeMs(consumer);
      reply.map(4);
      reply.bulkLatin1('name');
      replyName(call, consumer);
      reply.bulkLatin1('pending');
      reply.integer(groups.ownedCount(consumer));
      reply.bulkLatin1('idle');
      reply.integer(Math.max(0, nowMs - groups.seenMs(consumer)));
      reply.bulkLatin1('inactive');
      reply.integer(activeMs < 0 ? -1 : Math.max(0, nowMs - activeMs));
    }
  },
});
