import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { replyProgress } from './group-reply.ts';
import { replyName } from './pending-reply.ts';
import { OTHER_TYPE, readStream } from './stream-lookup.ts';

export default command({
  name: 'xinfo|groups',
  summary: 'Lists the consumer groups of a stream, with how far each has read.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(N) for N groups.',
  flags: ['readonly'],
  history: [['7.0.0', 'The fields `entries-read` and `lag`.']],
  args: { key: key('RO access') },
  examples: [
    ['XADD jobs 1-1 job mail', '"1-1"'],
    ['XINFO GROUPS jobs', '(empty array)'],
  ],
  run(call, args) {
    const { reply } = call;
    const { groups } = call.types.streams;
    const root = readStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF) return call.fail(ERROR.noSuchKey);
    const run = groups.groupsOf(root);
    const count = groups.names.count(run);
    reply.array(count);
    for (let i = 0; i < count; i++) {
      const group = groups.names.at(run, i);
      reply.map(6);
      reply.bulkLatin1('name');
      replyName(call, group);
      reply.bulkLatin1('consumers');
      reply.integer(groups.names.count(groups.consumersOf(group)));
      reply.bulkLatin1('pending');
      reply.integer(groups.pendingCount(group));
      replyProgress(call, root, group);
    }
  },
});
