import { bytes, double, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { addingBound, incrementScore } from './adding.ts';

export default command({
  name: 'zincrby',
  summary: 'Adds to the score of a member; a member that is missing counts as 0.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)) where N is the number of members of the set.',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update'), increment: { ...double(), docType: 'integer' }, member: bytes() },
  examples: [
    ['ZINCRBY board 5 ann', '"5"'],
    ['ZINCRBY board -1.5 ann', '"3.5"'],
  ],
  allocates: (call, { key, member }) => addingBound(call, key, member, 1),
  run: (call, { key, increment, member }) => incrementScore(call, key, increment, member, 0),
});
