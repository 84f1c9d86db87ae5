import { key, repeat, value } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { pushItems } from './push-items.ts';

export default command({
  name: 'lpush',
  summary: 'Adds elements one after the other at the front of a list, which is created if there is none.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(N) where N is the number of elements.',
  flags: ['write', 'denyoom', 'fast'],
  history: [['2.4.0', 'Several elements.']],
  args: { key: key('RW insert'), elements: repeat(value(), { name: 'element' }) },
  examples: [
    ['LPUSH letters a b c', '(integer) 3'],
    ['LRANGE letters 0 -1', '1) "c"\n2) "b"\n3) "a"'],
  ],
  allocates: (call, args) => call.types.lists.pushBound(args.key, args.elements.first, args.elements.count),
  run(call, args) {
    pushItems(call, args.key, args.elements, true, true);
  },
});
