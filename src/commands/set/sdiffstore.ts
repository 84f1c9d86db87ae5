import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { subtract } from './difference.ts';
import { inputs } from './set-inputs.ts';
import { STORE_BOUND, storeResult } from './stored-result.ts';

export default command({
  name: 'sdiffstore',
  summary: 'Stores the members of a set that are in no other one under a key.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N) where N is the number of all members.',
  flags: ['write', 'denyoom'],
  args: { destination: key('OW update'), keys: repeat(key('RO access')) },
  examples: [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 3 4', '(integer) 2'],
    ['SDIFFSTORE c a b', '(integer) 2'],
  ],
  allocates: (call, { destination }) => call.store.putBound(destination, STORE_BOUND),
  run(call, { destination, keys }) {
    if (!inputs.find(call, keys)) return;
    subtract(call, destination);
    storeResult(call, destination, EVENT.sdiffstore);
  },
});
