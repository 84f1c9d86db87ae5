import { bytes, flag, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerRange, checkRange, limitOption } from './range-answer.ts';
import { BY_MEMBER } from './set-range.ts';

export default command({
  name: 'zrevrangebylex',
  summary: 'Gives the members of a range of members, from the last back, in a set whose scores are all the same.',
  since: '2.8.9',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those in the reply.',
  flags: ['readonly'],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `REV` and `BYLEX` arguments' },
  documentedArgs: { key: key('RO access'), max: bytes(), min: bytes(), limit: limitOption() },
  args: {
    key: key('RO access'),
    max: bytes({ sample: '[z' }),
    min: bytes({ sample: '[a' }),
    limit: limitOption(),
    withscores: flag('WITHSCORES'),
  },
  examples: [
    ['ZADD words 0 and 0 but 0 cat', '(integer) 3'],
    ['ZREVRANGEBYLEX words + (and', '1) "cat"\n2) "but"'],
  ],
  check: ({ limit, withscores }) => checkRange(BY_MEMBER, limit, withscores),
  run: (call, { key, min, max, limit }) => answerRange(call, key, BY_MEMBER, max, min, true, limit, false),
});
