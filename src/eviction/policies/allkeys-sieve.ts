/** A hand goes from the oldest to the newest key: what nobody asked for since it last passed goes. */
import { ACCESS_VISITS } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { beforeHand, handPasses } from '../sieve.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-sieve',
  volatileOnly: false,
  access: ACCESS_VISITS,
  score: beforeHand,
  spare: handPasses,
};
