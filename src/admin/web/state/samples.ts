/** The last ten minutes of samples, and whether more are coming. */
import { computed, signal } from '@preact/signals';
import type { Sample } from '../api/types.ts';

const KEPT = 600;

export type StreamState = 'connecting' | 'live' | 'lost';

export const streamState = signal<StreamState>('connecting');
/** A new array with every sample; the newest is last. */
export const samples = signal<readonly Sample[]>([]);
/** What views show while the viewer has stopped the movement; the stream goes on behind it. */
const frozen = signal<readonly Sample[] | null>(null);

export const shownSamples = computed(() => frozen.value ?? samples.value);
export const latestSample = computed(() => shownSamples.value.at(-1));
export const paused = computed(() => frozen.value !== null);

export function addSample(sample: Sample): void {
  const last = samples.value.at(-1);
  // After a restart of the server's clock, or a sleep of this machine, time must still grow to the right.
  if (last !== undefined && sample.timeMs <= last.timeMs) return;
  samples.value = [...samples.value.slice(1 - KEPT), sample];
}

/** Puts what the server has kept in the place of what came since its beginning: also after a break, which it fills. */
export function fillSamples(history: readonly Sample[]): void {
  const first = history[0];
  if (first === undefined) return;
  samples.value = [...samples.value.filter(({ timeMs }) => timeMs < first.timeMs), ...history].slice(-KEPT);
}

export function togglePause(): void {
  frozen.value = frozen.value === null ? samples.value : null;
}

export function forgetSamples(): void {
  samples.value = [];
  frozen.value = null;
}
