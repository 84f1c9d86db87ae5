/** Any key. */
import { ACCESS_CLOCK } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { anyScore } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'volatile-random',
  volatileOnly: true,
  access: ACCESS_CLOCK,
  score: anyScore,
};
