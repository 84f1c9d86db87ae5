import { oneof } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { blockingMs, REFUSED, timeoutSeconds } from '../blocking-timeout.ts';
import { documentedCount, popCount, popFirst, popKeys } from './first-pop.ts';
import { waitForMembers } from './wait-for-members.ts';

export default command({
  name: 'bzmpop',
  summary:
    'Takes members with the lowest or highest scores out of the first of several sorted sets that is there, waiting for one if need be.',
  since: '7.0.0',
  group: 'sorted-set',
  complexity:
    'O(K) + O(M*log(N)) where K is the number of keys, N the number of members of the set and M the number of those taken out.',
  flags: ['write', 'blocking'],
  documentedArgs: {
    timeout: timeoutSeconds(),
    keys: popKeys(),
    where: oneof(['MIN', 'MAX']),
    count: documentedCount(),
  },
  args: { timeout: timeoutSeconds(), keys: popKeys(), where: oneof(['MIN', 'MAX']), count: popCount() },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    [
      'BZMPOP 0 2 missing board MIN COUNT 2',
      '1) "board"\n2) 1) 1) "ann"\n      2) "10"\n   2) 1) "bob"\n      2) "20"',
    ],
  ],
  run(call, { timeout, keys, where, count }) {
    const ms = blockingMs(call, timeout, 1000);
    if (ms === REFUSED) return;
    if (popFirst(call, keys, where === 'MAX', count?.value ?? 1)) return;
    return waitForMembers(call, keys, ms);
  },
});
