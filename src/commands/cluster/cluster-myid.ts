import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|myid',
    summary: 'Tells the ID of the node.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['stale'],
  },
  2,
  'CLUSTER MYID',
);
