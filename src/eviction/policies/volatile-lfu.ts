/** Least frequently used first: the logarithmic counter with decay that Redis describes for its LFU. */
import { ACCESS_COUNTER } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { disuse } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'volatile-lfu',
  volatileOnly: true,
  access: ACCESS_COUNTER,
  score: disuse,
};
