/** The key that would expire soonest goes first. */
import { ACCESS_CLOCK } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { nearExpiry } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'volatile-ttl',
  volatileOnly: true,
  access: ACCESS_CLOCK,
  score: nearExpiry,
};
