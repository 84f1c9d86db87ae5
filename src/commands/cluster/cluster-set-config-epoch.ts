import { integer } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|set-config-epoch',
    summary: 'Sets the epoch of a new node.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  3,
  'CLUSTER SET-CONFIG-EPOCH 1',
  { configEpoch: integer() },
);
