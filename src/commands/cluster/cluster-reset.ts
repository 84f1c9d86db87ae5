import { oneof, optional } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|reset',
    summary: 'Makes the node forget the cluster.',
    since: '3.0.0',
    complexity: 'O(N) where N is the number of nodes.',
    flags: ['admin', 'noscript', 'stale'],
  },
  -2,
  'CLUSTER RESET HARD',
  { resetType: optional(oneof(['HARD', 'SOFT'])) },
);
