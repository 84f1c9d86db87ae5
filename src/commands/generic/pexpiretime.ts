import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyExpiry } from './time-to-live.ts';

export default command({
  name: 'pexpiretime',
  summary: 'Gives the millisecond since 1970 at which a key expires: -1 if it does not, -2 if there is none.',
  since: '7.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access') },
  examples: [
    ['SET a 1 PXAT 4102444800123', 'OK'],
    ['PEXPIRETIME a', '(integer) 4102444800123'],
  ],
  run(call, args) {
    replyExpiry(call, args.key, false, false);
  },
});
