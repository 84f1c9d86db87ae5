/** Least recently used first, by the access clock: Redis' approximated LRU, with ticks of 1/256 s. */
import { ACCESS_CLOCK } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'volatile-lru',
  volatileOnly: true,
  access: ACCESS_CLOCK,
  score: idleTicks,
};
