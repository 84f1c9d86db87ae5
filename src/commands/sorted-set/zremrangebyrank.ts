import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { removeRange } from './range-removal.ts';
import { BY_RANK } from './set-range.ts';

export default command({
  name: 'zremrangebyrank',
  summary: 'Removes the members of a range of ranks.',
  since: '2.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those removed.',
  flags: ['write'],
  args: {
    key: key('RW delete'),
    start: { ...bytes({ sample: '0' }), docType: 'integer' },
    stop: { ...bytes({ sample: '1' }), docType: 'integer' },
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZREMRANGEBYRANK board 0 1', '(integer) 2'],
  ],
  run: (call, { key, start, stop }) => removeRange(call, key, BY_RANK, start, stop, EVENT.zremrangebyrank),
});
