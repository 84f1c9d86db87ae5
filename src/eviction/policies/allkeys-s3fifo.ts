/** Two queues in the order of arrival, a small one for what is new: what nobody asks for twice there goes quickly. */
import { ACCESS_VISITS } from '../../store/usage/access-notes.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-s3fifo',
  volatileOnly: false,
  access: ACCESS_VISITS,
  hasQueues: true,
  score: idleTicks,
};
