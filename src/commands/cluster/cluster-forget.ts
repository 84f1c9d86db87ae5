import { bytes } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|forget',
    summary: 'Lets the node forget another one.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  3,
  'CLUSTER FORGET x',
  { nodeId: bytes() },
);
