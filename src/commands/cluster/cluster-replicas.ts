import { bytes } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|replicas',
    summary: 'Lists the replicas of a node.',
    since: '5.0.0',
    complexity: 'O(N) where N is the number of replicas.',
    flags: ['admin', 'stale'],
    tips: ['nondeterministic_output'],
  },
  3,
  'CLUSTER REPLICAS x',
  { nodeId: bytes() },
);
