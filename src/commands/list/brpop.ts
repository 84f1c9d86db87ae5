import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { timeoutSeconds } from '../blocking-timeout.ts';
import { waitToPop } from './wait-for-items.ts';

export default command({
  name: 'brpop',
  summary: 'Takes the item at the back of the first of several lists that is there, waiting for one if need be.',
  since: '2.0.0',
  group: 'list',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['write', 'blocking'],
  history: [['6.0.0', 'The timeout may have fractions.']],
  args: { keys: repeat(key('RW access delete')), timeout: timeoutSeconds() },
  examples: [
    ['RPUSH letters a b', '(integer) 2'],
    ['BRPOP nothing letters 0', '1) "letters"\n2) "b"'],
  ],
  run: (call, args) => waitToPop(call, args.keys, args.timeout, false),
});
