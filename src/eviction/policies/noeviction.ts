/** Nothing is evicted: writes that need memory are refused. */
import { ACCESS_CLOCK } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';

export const policy: EvictionPolicy = {
  name: 'noeviction',
  volatileOnly: false,
  access: ACCESS_CLOCK,
  score: () => Number.NEGATIVE_INFINITY,
};
