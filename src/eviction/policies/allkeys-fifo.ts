/** Oldest first: the clock is set when a record is written and left alone by reads. */
import { ACCESS_NONE } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-fifo',
  volatileOnly: false,
  access: ACCESS_NONE,
  score: idleTicks,
};
