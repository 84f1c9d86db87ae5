import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|info',
    summary: 'Tells how the cluster is.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['stale'],
    tips: ['nondeterministic_output'],
  },
  2,
  'CLUSTER INFO',
);
