import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|shards',
    summary: 'Describes the shards, with their slots and nodes.',
    since: '7.0.0',
    complexity: 'O(N) where N is the number of nodes.',
    flags: ['loading', 'stale'],
    tips: ['nondeterministic_output'],
  },
  2,
  'CLUSTER SHARDS',
);
