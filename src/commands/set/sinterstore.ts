import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { intersect } from './intersection.ts';
import { inputs } from './set-inputs.ts';
import { STORE_BOUND, storeResult } from './stored-result.ts';

export default command({
  name: 'sinterstore',
  summary: 'Stores the members that several sets have in common under a key.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N*M) where N is the size of the smallest set and M the number of sets.',
  flags: ['write', 'denyoom'],
  args: { destination: key('OW update'), keys: repeat(key('RO access')) },
  examples: [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 3 4', '(integer) 2'],
    ['SINTERSTORE c a b', '(integer) 1'],
  ],
  allocates: (call, { destination }) => call.store.putBound(destination, STORE_BOUND),
  run(call, { destination, keys }) {
    if (!inputs.find(call, keys)) return;
    intersect(call, destination);
    storeResult(call, destination, EVENT.sinterstore);
  },
});
