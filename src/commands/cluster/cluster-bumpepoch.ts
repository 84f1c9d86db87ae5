import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|bumpepoch',
    summary: 'Raises the epoch of the configuration.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
    tips: ['nondeterministic_output'],
  },
  2,
  'CLUSTER BUMPEPOCH',
);
