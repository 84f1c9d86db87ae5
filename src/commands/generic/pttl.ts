import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyExpiry } from './time-to-live.ts';

export default command({
  name: 'pttl',
  summary: 'Gives the milliseconds that a key has left: -1 if it does not expire, -2 if there is none.',
  since: '2.6.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  tips: ['nondeterministic_output'],
  history: [['2.8.0', 'The reply -2.']],
  args: { key: key('RO access') },
  examples: [
    ['SET a 1', 'OK'],
    ['PTTL a', '(integer) -1'],
  ],
  run(call, args) {
    replyExpiry(call, args.key, false, true);
  },
});
