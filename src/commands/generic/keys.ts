import { pattern } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { allKeys } from './scan-keys.ts';

export default command({
  name: 'keys',
  summary: 'Gives all keys of the selected database that fit a pattern.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['readonly'],
  acl: ['dangerous'],
  tips: ['request_policy:all_shards', 'nondeterministic_output_order'],
  args: { pattern: pattern() },
  examples: [
    ['MSET first 1 second 2', 'OK'],
    ['KEYS f*', '1) "first"'],
  ],
  run(call, args) {
    allKeys(call, args.pattern);
  },
});
