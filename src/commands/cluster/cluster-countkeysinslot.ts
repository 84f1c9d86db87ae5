import { integer } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|countkeysinslot',
    summary: 'Counts the keys of a hash slot.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['stale'],
  },
  3,
  'CLUSTER COUNTKEYSINSLOT 1',
  { slot: integer() },
);
