import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { removeRange } from './range-removal.ts';
import { BY_SCORE } from './set-range.ts';

export default command({
  name: 'zremrangebyscore',
  summary: 'Removes the members of a range of scores.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those removed.',
  flags: ['write'],
  args: {
    key: key('RW delete'),
    min: { ...bytes({ sample: '1' }), docType: 'double' },
    max: { ...bytes({ sample: '5' }), docType: 'double' },
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZREMRANGEBYSCORE board (10 inf', '(integer) 2'],
  ],
  run: (call, { key, min, max }) => removeRange(call, key, BY_SCORE, min, max, EVENT.zremrangebyscore),
});
