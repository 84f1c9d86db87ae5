import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|slots',
    summary: 'Tells which node has which hash slots.',
    since: '3.0.0',
    complexity: 'O(N) where N is the number of nodes.',
    flags: ['loading', 'stale'],
    tips: ['nondeterministic_output'],
    history: [
      ['4.0.0', 'IDs of nodes.'],
      ['7.0.0', 'More about the network of each node.'],
    ],
    deprecated: { since: '7.0.0', replacedBy: '`CLUSTER SHARDS`' },
  },
  2,
  'CLUSTER SLOTS',
);
