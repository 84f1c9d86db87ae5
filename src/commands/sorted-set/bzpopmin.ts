import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { timeoutSeconds } from '../blocking-timeout.ts';
import { waitToPop } from './wait-for-members.ts';

export default command({
  name: 'bzpopmin',
  summary:
    'Takes the member with the lowest score out of the first of several sorted sets that is there, waiting for one if need be.',
  since: '5.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N)) where N is the number of members of the set.',
  flags: ['write', 'blocking', 'fast'],
  history: [['6.0.0', 'The timeout may have fractions.']],
  args: { keys: repeat(key('RW access delete')), timeout: timeoutSeconds() },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['BZPOPMIN missing board 0', '1) "board"\n2) "ann"\n3) "10"'],
  ],
  run: (call, { keys, timeout }) => waitToPop(call, keys, timeout, false),
});
