import { bytes, integer, key, option } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyRange } from './range-reply.ts';

export default command({
  name: 'xrevrange',
  summary: 'Gives the entries of a stream between two IDs, the last one first.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(L)+N) for N of L entries.',
  flags: ['readonly'],
  history: [['6.2.0', 'Bounds that are left out: `(`.']],
  args: {
    key: key('RO access'),
    end: bytes({ sample: '+' }),
    start: bytes({ sample: '-' }),
    count: option('COUNT', integer({ eager: true })),
  },
  examples: [
    ['XADD temperatures 1-1 room 20.5', '"1-1"'],
    ['XADD temperatures 2-1 room 20.7', '"2-1"'],
    ['XREVRANGE temperatures + - COUNT 1', '1) 1) "2-1"\n   2) 1) "room"\n      2) "20.7"'],
  ],
  run(call, args) {
    replyRange(call, args.key, args.start, args.end, args.count, true);
  },
});
