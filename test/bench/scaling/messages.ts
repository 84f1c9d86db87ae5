/** What the scaling case and its threads tell each other. */
import type { ThreadData } from '../../../src/threads/thread-data.ts';

/** How keys are chosen: Zipf 0.99 over all of them, or always the same one. */
export type ScalingPattern = 'zipf' | 'one-key';

/** The part of a thread's data that its store needs. */
type StoreData = Pick<ThreadData, 'index' | 'memory' | 'stats' | 'commandMetrics' | 'settings' | 'seed' | 'server'>;

export interface ScalingThreadData extends StoreData {
  readonly keys: number;
  /** Word 0 is the run that goes on: 0 none, else its number; a thread works while it does not change. */
  readonly signal: SharedArrayBuffer;
}

export type ToScalingThread =
  | { readonly type: 'fill' }
  | { readonly type: 'run'; readonly run: number; readonly pattern: ScalingPattern };

export type FromScalingThread =
  | { readonly type: 'ready' }
  | { readonly type: 'filled' }
  | { readonly type: 'ran'; readonly commands: number; readonly seconds: number };
