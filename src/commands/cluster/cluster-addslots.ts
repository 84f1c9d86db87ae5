import { integer, list } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|addslots',
    summary: 'Gives the node hash slots.',
    since: '3.0.0',
    complexity: 'O(N) where N is the number of slots.',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  -3,
  'CLUSTER ADDSLOTS 1',
  { slot: list(integer(), { min: 1 }) },
);
