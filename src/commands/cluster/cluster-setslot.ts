import { bytes, integer, oneof, token } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|setslot',
    summary: 'Says to which node a hash slot belongs, or moves.',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'stale', 'no_async_loading'],
  },
  -4,
  'CLUSTER SETSLOT 1 STABLE',
  {
    slot: integer(),
    subcommand: oneof({
      importing: token('IMPORTING', bytes({ display: 'node-id' })),
      migrating: token('MIGRATING', bytes({ display: 'node-id' })),
      node: token('NODE', bytes({ display: 'node-id' })),
      stable: token('STABLE'),
    }),
  },
);
