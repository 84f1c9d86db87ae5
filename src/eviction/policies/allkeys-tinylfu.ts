/**
 * Frequency decides who gets in and who stays, with a window for what is new that finds its own width: W-TinyLFU over
 * sampled records.
 *
 * Of public traces most are within 0.5 points of an exact W-TinyLFU with a climber. Behind it are gli (31.9 % instead of
 * 33.5 with 500 objects, 49.1 instead of 50.8 with 1,000: in so few requests the sketch has not learnt enough), web07
 * (45.5 instead of 46.2) and sprite (78.7 instead of 81.0; with other numbers of samples up to 80.5: where the climber
 * turns back is chance in so small a cache). It is ahead on corda (31.9 instead of 28.7), corda with a loop in it (42.7
 * instead of 41.9) and mooncake with 5,000 (13.4 instead of 13.1).
 */
import { ACCESS_USES } from '../../store/usage/access-notes.ts';
import { type EvictionRule, SCORE_IDLE_PER_USE } from '../adaptive/rules.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

/** The window is the narrowest at first. */
const TINY: EvictionRule = { name: 'tiny', window: 0.01, margin: 1, score: SCORE_IDLE_PER_USE, samples: 16 };

export const policy: EvictionPolicy = {
  name: 'allkeys-tinylfu',
  volatileOnly: false,
  access: ACCESS_USES,
  rule: TINY,
  climbs: true,
  score: idleTicks,
};
