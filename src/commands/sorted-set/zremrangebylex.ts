import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { removeRange } from './range-removal.ts';
import { BY_MEMBER } from './set-range.ts';

export default command({
  name: 'zremrangebylex',
  summary: 'Removes the members of a range of members, in a set whose scores are all the same.',
  since: '2.8.9',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those removed.',
  flags: ['write'],
  args: {
    key: key('RW delete'),
    min: bytes({ sample: '[a' }),
    max: bytes({ sample: '[z' }),
  },
  examples: [
    ['ZADD words 0 and 0 but 0 cat', '(integer) 3'],
    ['ZREMRANGEBYLEX words [b +', '(integer) 2'],
  ],
  run: (call, { key, min, max }) => removeRange(call, key, BY_MEMBER, min, max, EVENT.zremrangebylex),
});
