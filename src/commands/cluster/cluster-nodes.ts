import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|nodes',
    summary: 'Describes all nodes, a line each.',
    since: '3.0.0',
    complexity: 'O(N) where N is the number of nodes.',
    flags: ['stale'],
    tips: ['nondeterministic_output'],
  },
  2,
  'CLUSTER NODES',
);
