import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyAll } from './member-replies.ts';
import { inputs } from './set-inputs.ts';
import { result } from './set-result.ts';
import { unite } from './union.ts';

export default command({
  name: 'sunion',
  summary: 'Gives all members of several sets.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N) where N is the number of all members.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { keys: repeat(key('RO access')) },
  examples: [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 3 4', '(integer) 2'],
    ['SUNION a b', '1) "1"\n2) "2"\n3) "3"\n4) "4"'],
  ],
  run(call, { keys }) {
    if (!inputs.find(call, keys)) return;
    unite(call, keys.at(0));
    replyAll(call, result.encoding, result.root);
    call.types.sets.discard(keys.at(0), result.encoding, result.root);
  },
});
