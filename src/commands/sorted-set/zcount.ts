import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerCount } from './range-answer.ts';
import { BY_SCORE } from './set-range.ts';

export default command({
  name: 'zcount',
  summary: 'Counts the members of a range of scores.',
  since: '2.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N)) where N is the number of members of the set.',
  flags: ['readonly', 'fast'],
  args: {
    key: key('RO access'),
    min: { ...bytes({ sample: '1' }), docType: 'double' },
    max: { ...bytes({ sample: '5' }), docType: 'double' },
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZCOUNT board (10 inf', '(integer) 2'],
  ],
  run: (call, { key, min, max }) => answerCount(call, key, BY_SCORE, min, max),
});
