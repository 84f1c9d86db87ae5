import { block, integer, list } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|delslotsrange',
    summary: 'Takes ranges of hash slots from the node.',
    since: '7.0.0',
    complexity: 'O(N) where N is the number of slots.',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  -4,
  'CLUSTER DELSLOTSRANGE 1 2',
  { range: list(block({ startSlot: integer(), endSlot: integer() }), { min: 1 }) },
);
