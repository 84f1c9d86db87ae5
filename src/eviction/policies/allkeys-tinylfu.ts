/** Frequency decides who gets in and who stays, with a window for what is new: W-TinyLFU over sampled records. */
import { ACCESS_USES } from '../../store/access-notes.ts';
import { BALANCED } from '../adaptive/rules.ts';
import type { EvictionPolicy } from '../policy.ts';
import { idleTicks } from '../scores.ts';

export const policy: EvictionPolicy = {
  name: 'allkeys-tinylfu',
  volatileOnly: false,
  access: ACCESS_USES,
  rule: BALANCED,
  score: idleTicks,
};
