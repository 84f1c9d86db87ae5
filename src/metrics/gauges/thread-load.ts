/** How busy a thread is: processor time, and how late its event loop is. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the delay is looked at: each look wakes the thread. */
const RESOLUTION_MS = 50;

export interface LoopDelay {
  readonly meanUs: number;
  readonly maxUs: number;
}

/** Delay of the event loop of the thread that makes it. */
export class LoopDelayMonitor {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#histogram.enable();
  }

  /** Since the last call. */
  take(): LoopDelay {
    const histogram = this.#histogram;
    // The histogram holds times between two looks; before the first one it has no mean.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1000 - RESOLUTION_MS * 1000);
    const delay =
      histogram.count === 0 ? { meanUs: 0, maxUs: 0 } : { meanUs: late(histogram.mean), maxUs: late(histogram.max) };
    histogram.reset();
    return delay;
  }
}

/** Processor time of the thread that calls, in microseconds. */
export function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
