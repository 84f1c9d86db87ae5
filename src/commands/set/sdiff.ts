import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { subtract } from './difference.ts';
import { replyAll } from './member-replies.ts';
import { inputs } from './set-inputs.ts';
import { result } from './set-result.ts';

export default command({
  name: 'sdiff',
  summary: 'Gives the members of a set that are in no other one.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N) where N is the number of all members.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { keys: repeat(key('RO access')) },
  examples: [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 3 4', '(integer) 2'],
    ['SDIFF a b', '1) "1"\n2) "2"'],
  ],
  run(call, { keys }) {
    if (!inputs.find(call, keys)) return;
    subtract(call, keys.at(0));
    replyAll(call, result.encoding, result.root);
    call.types.sets.discard(keys.at(0), result.encoding, result.root);
  },
});
