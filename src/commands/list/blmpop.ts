import { command, NIL_ARRAY } from '../../dispatch/context.ts';
import { blockingMs, REFUSED, timeoutSeconds } from '../blocking-timeout.ts';
import { documentedCount, popCount, popKeys, popWhere } from './pop-arguments.ts';
import { NOTHING, popFirstSeveral } from './pop-items.ts';
import { waitForLists } from './wait-for-items.ts';

export default command({
  name: 'blmpop',
  summary: 'Takes items from an end of the first of several lists that is there, waiting for one if need be.',
  since: '7.0.0',
  group: 'list',
  complexity: 'O(N+M) where N is the number of keys and M the number of items taken.',
  flags: ['write', 'blocking'],
  documentedArgs: { timeout: timeoutSeconds(), keys: popKeys(), where: popWhere(), count: documentedCount() },
  args: { timeout: timeoutSeconds(), keys: popKeys(), where: popWhere(), count: popCount() },
  examples: [
    ['RPUSH letters a b c', '(integer) 3'],
    ['BLMPOP 0 2 nothing letters RIGHT COUNT 2', '1) "letters"\n2) 1) "c"\n   2) "b"'],
  ],
  run(call, { timeout, keys, where, count }) {
    const ms = blockingMs(call, timeout, 1000);
    if (ms === REFUSED) return;
    if (popFirstSeveral(call, keys, where === 'LEFT', count?.value ?? 1) !== NOTHING) return;
    return waitForLists(call, keys, ms, NIL_ARRAY);
  },
});
