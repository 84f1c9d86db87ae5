import { command } from '../../dispatch/context.ts';
import { documentedCount, popCount, popKeys, popWhere } from './pop-arguments.ts';
import { NOTHING, popFirstSeveral } from './pop-items.ts';

export default command({
  name: 'lmpop',
  summary: 'Takes items from an end of the first of several lists that is there.',
  since: '7.0.0',
  group: 'list',
  complexity: 'O(N+M) where N is the number of keys and M the number of items taken.',
  flags: ['write'],
  documentedArgs: { keys: popKeys(), where: popWhere(), count: documentedCount() },
  args: { keys: popKeys(), where: popWhere(), count: popCount() },
  examples: [
    ['RPUSH letters a b c', '(integer) 3'],
    ['LMPOP 2 nothing letters LEFT COUNT 2', '1) "letters"\n2) 1) "a"\n   2) "b"'],
  ],
  run(call, { keys, where, count }) {
    if (popFirstSeveral(call, keys, where === 'LEFT', count?.value ?? 1) === NOTHING) call.reply.nullArray();
  },
});
