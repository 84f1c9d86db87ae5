import { bytes, flag, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerRange, byOf, checkRange, documentedRange, rangeOptions } from './range-answer.ts';

export default command({
  name: 'zrange',
  summary: 'Gives the members of a range of ranks, scores or members.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those in the reply.',
  flags: ['readonly'],
  history: [['6.2.0', 'The options `REV`, `BYSCORE`, `BYLEX` and `LIMIT`.']],
  args: {
    key: key('RO access'),
    start: bytes(),
    stop: bytes(),
    ...rangeOptions(),
    withscores: flag('WITHSCORES'),
  },
  documentedArgs: {
    key: key('RO access'),
    start: bytes(),
    stop: bytes(),
    ...documentedRange('6.2.0'),
    withscores: flag('WITHSCORES'),
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZRANGE board 0 1', '1) "ann"\n2) "bob"'],
    ['ZRANGE board (10 30 BYSCORE LIMIT 1 5 WITHSCORES', '1) "cid"\n2) "30"'],
  ],
  check: ({ sortby, limit, withscores }) => checkRange(byOf(sortby), limit, withscores),
  run(call, { key, start, stop, sortby, rev, limit, withscores }) {
    answerRange(call, key, byOf(sortby), start, stop, rev !== undefined, limit, withscores);
  },
});
