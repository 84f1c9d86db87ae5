import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyIntersection } from './intersection.ts';
import { inputs } from './set-inputs.ts';

export default command({
  name: 'sinter',
  summary: 'Gives the members that several sets have in common.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N*M) where N is the size of the smallest set and M the number of sets.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { keys: repeat(key('RO access')) },
  examples: [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 3 4', '(integer) 2'],
    ['SINTER a b', '1) "3"'],
  ],
  run(call, { keys }) {
    if (!inputs.find(call, keys)) return;
    replyIntersection(call);
  },
});
