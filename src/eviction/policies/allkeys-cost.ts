/** The value of its bytes: idle time and size against use and the cost of a miss, in the manner of GDSF. */
import { ACCESS_USES } from '../../store/usage/access-notes.ts';
import { VALUED } from '../adaptive/rules.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-cost',
  volatileOnly: false,
  access: ACCESS_USES,
  rules: [VALUED],
  score: idleTicks,
};
