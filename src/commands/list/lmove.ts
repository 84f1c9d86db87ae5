import { key, oneof } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { moveBound, moveItem } from './move-item.ts';

export default command({
  name: 'lmove',
  summary: 'Moves an item from an end of a list to an end of another list, or of the same.',
  since: '6.2.0',
  group: 'list',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  args: {
    source: key('RW access delete'),
    destination: key('RW insert'),
    wherefrom: oneof(['LEFT', 'RIGHT']),
    whereto: oneof(['LEFT', 'RIGHT']),
  },
  examples: [
    ['RPUSH jobs a b', '(integer) 2'],
    ['LMOVE jobs running LEFT RIGHT', '"a"'],
    ['LRANGE running 0 -1', '1) "a"'],
  ],
  allocates: (call, args) => moveBound(call, args.destination),
  run(call, args) {
    if (!moveItem(call, args.source, args.destination, args.wherefrom, args.whereto)) call.reply.null();
  },
});
