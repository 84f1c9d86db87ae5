import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|myshardid',
    summary: 'Tells the ID of the shard of the node.',
    since: '7.2.0',
    complexity: 'O(1)',
    flags: ['stale'],
    tips: ['nondeterministic_output'],
  },
  2,
  'CLUSTER MYSHARDID',
);
