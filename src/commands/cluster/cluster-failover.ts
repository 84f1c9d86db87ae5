import { oneof, optional } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|failover',
    summary: 'Lets a replica take the place of its master.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  -2,
  'CLUSTER FAILOVER FORCE',
  { options: optional(oneof(['FORCE', 'TAKEOVER'])) },
);
