import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { deleteKeys } from './delete-keys.ts';

export default command({
  name: 'unlink',
  summary: 'Deletes keys and says how many there were; the memory of huge values is freed later.',
  since: '4.0.0',
  group: 'generic',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['write', 'fast'],
  tips: ['request_policy:multi_shard', 'response_policy:agg_sum'],
  args: { keys: repeat(key('RM delete')) },
  examples: [
    ['MSET a 1 b 2', 'OK'],
    ['UNLINK a b c', '(integer) 2'],
  ],
  run(call, args) {
    deleteKeys(call, args.keys);
  },
});
