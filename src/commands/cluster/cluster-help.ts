import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|help',
    summary: 'Lists the subcommands.',
    since: '5.0.0',
    complexity: 'O(1)',
    flags: ['loading', 'stale'],
  },
  2,
  'CLUSTER HELP',
);
