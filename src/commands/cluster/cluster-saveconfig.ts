import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|saveconfig',
    summary: 'Writes the configuration of the cluster to disk.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  2,
  'CLUSTER SAVECONFIG',
);
