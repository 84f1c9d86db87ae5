import { bytes } from '../../../protocol/command/grammar.ts';
import { refused } from './refused.ts';

export default refused(
  {
    name: 'cluster|keyslot',
    summary: 'Tells the hash slot of a key.',
    since: '3.0.0',
    complexity: 'O(N) where N is the length of the key.',
    flags: ['stale'],
  },
  3,
  'CLUSTER KEYSLOT a',
  { key: bytes() },
);
