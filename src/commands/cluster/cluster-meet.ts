import { bytes, integer, optional } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|meet',
    summary: 'Makes the node known to another one.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
    history: [['4.0.0', 'The argument `cluster_bus_port`.']],
  },
  -4,
  'CLUSTER MEET 127.0.0.1 7000',
  { ip: bytes(), port: integer(), clusterBusPort: optional(integer({ since: '4.0.0' })) },
);
