import { key, repeat, value } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { pushItems } from './push-items.ts';

export default command({
  name: 'rpushx',
  summary: 'Adds elements one after the other at the back of a list that is there already.',
  since: '2.2.0',
  group: 'list',
  complexity: 'O(N) where N is the number of elements.',
  flags: ['write', 'denyoom', 'fast'],
  history: [['4.0.0', 'Several elements.']],
  args: { key: key('RW insert'), elements: repeat(value(), { name: 'element' }) },
  examples: [
    ['RPUSHX letters a', '(integer) 0'],
    ['RPUSH letters a', '(integer) 1'],
    ['RPUSHX letters b c', '(integer) 3'],
  ],
  allocates: (call, args) => call.types.lists.pushBound(args.key, args.elements.first, args.elements.count),
  run(call, args) {
    pushItems(call, args.key, args.elements, false, false);
  },
});
