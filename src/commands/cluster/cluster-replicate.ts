import { bytes } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|replicate',
    summary: 'Makes the node a replica of another one.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  3,
  'CLUSTER REPLICATE x',
  { nodeId: bytes() },
);
