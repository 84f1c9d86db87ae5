import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { timeoutSeconds } from '../blocking-timeout.ts';
import { moveBound } from './move-item.ts';
import { waitToMove } from './wait-for-items.ts';

export default command({
  name: 'brpoplpush',
  summary: 'Moves the last item of a list to the front of another list, or of the same, waiting for it if need be.',
  since: '2.2.0',
  group: 'list',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'blocking'],
  history: [['6.0.0', 'The timeout may have fractions.']],
  deprecated: { since: '6.2.0', replacedBy: '`BLMOVE` with the `RIGHT` and `LEFT` arguments' },
  args: { source: key('RW access delete'), destination: key('RW insert'), timeout: timeoutSeconds() },
  examples: [
    ['RPUSH jobs a b', '(integer) 2'],
    ['BRPOPLPUSH jobs running 0', '"b"'],
    ['LRANGE running 0 -1', '1) "b"'],
  ],
  allocates: (call, args) => moveBound(call, args.destination),
  run: (call, args) => waitToMove(call, args.source, args.destination, 'RIGHT', 'LEFT', args.timeout),
});
