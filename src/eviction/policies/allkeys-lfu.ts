/** Least frequently used first: the logarithmic counter with decay that Redis describes for its LFU. */
import { ACCESS_COUNTER } from '../../store/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { disuse } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-lfu',
  volatileOnly: false,
  access: ACCESS_COUNTER,
  score: disuse,
};
