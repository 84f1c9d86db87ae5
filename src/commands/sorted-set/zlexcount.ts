import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerCount } from './range-answer.ts';
import { BY_MEMBER } from './set-range.ts';

export default command({
  name: 'zlexcount',
  summary: 'Counts the members of a range of members, in a set whose scores are all the same.',
  since: '2.8.9',
  group: 'sorted-set',
  complexity: 'O(log(N)) where N is the number of members of the set.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), min: bytes({ sample: '[a' }), max: bytes({ sample: '[z' }) },
  examples: [
    ['ZADD words 0 and 0 but 0 cat', '(integer) 3'],
    ['ZLEXCOUNT words [b +', '(integer) 2'],
  ],
  run: (call, { key, min, max }) => answerCount(call, key, BY_MEMBER, min, max),
});
