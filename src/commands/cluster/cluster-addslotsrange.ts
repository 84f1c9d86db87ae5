import { block, integer, list } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|addslotsrange',
    summary: 'Gives the node ranges of hash slots.',
    since: '7.0.0',
    complexity: 'O(N) where N is the number of slots.',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  -4,
  'CLUSTER ADDSLOTSRANGE 1 2',
  { range: list(block({ startSlot: integer(), endSlot: integer() }), { min: 1 }) },
);
