/**
 * When samples are taken: not each time that the background thread has something else to do. Ten samples at a time cost
 * five times as much each as some hundred, since the processor's caches have forgotten all of it in between.
 */
import type { SampleReader } from './sample-reader.ts';

/** So many call for the next round soon, and so many for one at once: a ring has room for 8,192. */
const MANY_SAMPLES = 256;
const PRESSING_SAMPLES = 2048;
const SOON_MS = 20;
export const IDLE_MS = 50;

export class SampleRounds {
  readonly #reader: SampleReader;
  #lastMs = 0;

  constructor(reader: SampleReader) {
    this.#reader = reader;
  }

  /** Whether so many samples wait that a round is called for at once. */
  get isPressed(): boolean {
    return this.#reader.waiting >= PRESSING_SAMPLES;
  }

  /** @returns ms until a round is worth its cost; 0: now */
  dueInMs(nowMs: number): number {
    const passedMs = nowMs - this.#lastMs;
    if (passedMs < 0 || passedMs >= IDLE_MS) return 0;
    const { waiting } = this.#reader;
    if (waiting >= PRESSING_SAMPLES) return 0;
    return Math.max(0, (waiting >= MANY_SAMPLES ? SOON_MS : IDLE_MS) - passedMs);
  }

  /** A round was made. @param taken samples, -1 when there are more @returns ms until the next one, at the latest */
  made(nowMs: number, taken: number): number {
    this.#lastMs = taken < 0 ? 0 : nowMs;
    if (taken < 0) return 0;
    return taken >= MANY_SAMPLES ? SOON_MS : IDLE_MS;
  }
}
