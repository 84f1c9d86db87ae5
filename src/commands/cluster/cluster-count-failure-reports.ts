import { bytes } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|count-failure-reports',
    summary: 'Counts how many nodes say that a node has failed.',
    since: '3.0.0',
    complexity: 'O(N) where N is the number of reports.',
    flags: ['admin', 'stale'],
    tips: ['nondeterministic_output'],
  },
  3,
  'CLUSTER COUNT-FAILURE-REPORTS x',
  { nodeId: bytes() },
);
