/** Chooses among several rules by what each would have saved lately (adaptive/chooser.ts). */
import { ACCESS_USES } from '../../store/usage/access-notes.ts';
import { RULES } from '../adaptive/rules.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-adaptive',
  volatileOnly: false,
  access: ACCESS_USES,
  rules: RULES,
  score: idleTicks,
};
