import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { moveBound, moveItem } from './move-item.ts';

export default command({
  name: 'rpoplpush',
  summary: 'Moves the last item of a list to the front of another list, or of the same.',
  since: '1.2.0',
  group: 'list',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  deprecated: { since: '6.2.0', replacedBy: '`LMOVE` with the `RIGHT` and `LEFT` arguments' },
  args: { source: key('RW access delete'), destination: key('RW insert') },
  examples: [
    ['RPUSH jobs a b', '(integer) 2'],
    ['RPOPLPUSH jobs running', '"b"'],
    ['LRANGE running 0 -1', '1) "b"'],
  ],
  allocates: (call, args) => moveBound(call, args.destination),
  run(call, args) {
    if (!moveItem(call, args.source, args.destination, 'RIGHT', 'LEFT')) call.reply.null();
  },
});
