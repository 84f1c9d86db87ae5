import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|flushslots',
    summary: 'Takes all hash slots from the node.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  2,
  'CLUSTER FLUSHSLOTS',
);
