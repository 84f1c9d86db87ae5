import { bytes, flag, key, rest } from '../../../protocol/command/grammar.ts';
import { NO_ERROR, WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { answerRank } from './rank-answer.ts';

export default command({
  name: 'zrank',
  summary: 'Gives the rank of a member, counted from the lowest score, which is 0.',
  since: '2.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N))',
  flags: ['readonly', 'fast'],
  history: [['7.2.0', 'The option `WITHSCORE`.']],
  args: { key: key('RO access'), member: bytes(), more: rest() },
  documentedArgs: { key: key('RO access'), member: bytes(), withscore: flag('WITHSCORE') },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZRANK board ann', '(integer) 0'],
    ['ZRANK board bob WITHSCORE', '1) (integer) 1\n2) "20"'],
  ],
  arity: -3,
  check: ({ more }) => (more.count > 1 ? WRONG_ARITY : NO_ERROR),
  run: (call, { key, member, more }) => answerRank(call, key, member, false, more),
});
