import { integer } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|getkeysinslot',
    summary: 'Names some keys of a hash slot.',
    since: '3.0.0',
    complexity: 'O(N) where N is the count.',
    flags: ['stale'],
    tips: ['nondeterministic_output'],
  },
  4,
  'CLUSTER GETKEYSINSLOT 1 10',
  { slot: integer(), count: integer() },
);
