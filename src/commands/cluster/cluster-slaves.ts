import { bytes } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|slaves',
    summary: 'An older name of CLUSTER REPLICAS.',
    since: '3.0.0',
    complexity: 'O(N) where N is the number of replicas.',
    flags: ['admin', 'stale'],
    tips: ['nondeterministic_output'],
    deprecated: { since: '5.0.0', replacedBy: '`CLUSTER REPLICAS`' },
  },
  3,
  'CLUSTER SLAVES x',
  { nodeId: bytes() },
);
