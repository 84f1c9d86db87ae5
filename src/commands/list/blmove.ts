import { key, oneof } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { timeoutSeconds } from '../blocking-timeout.ts';
import { moveBound } from './move-item.ts';
import { waitToMove } from './wait-for-items.ts';

export default command({
  name: 'blmove',
  summary: 'Moves an item from an end of a list to an end of another list, or of the same, waiting for it if need be.',
  since: '6.2.0',
  group: 'list',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'blocking'],
  args: {
    source: key('RW access delete'),
    destination: key('RW insert'),
    wherefrom: oneof(['LEFT', 'RIGHT']),
    whereto: oneof(['LEFT', 'RIGHT']),
    timeout: timeoutSeconds(),
  },
  examples: [
    ['RPUSH jobs a b', '(integer) 2'],
    ['BLMOVE jobs running LEFT RIGHT 0', '"a"'],
    ['LRANGE running 0 -1', '1) "a"'],
  ],
  allocates: (call, args) => moveBound(call, args.destination),
  run: (call, args) => waitToMove(call, args.source, args.destination, args.wherefrom, args.whereto, args.timeout),
});
