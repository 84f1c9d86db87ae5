import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|links',
    summary: 'Lists the connections to other nodes.',
    since: '7.0.0',
    complexity: 'O(N) where N is the number of nodes.',
    flags: ['stale'],
    tips: ['nondeterministic_output'],
  },
  2,
  'CLUSTER LINKS',
);
