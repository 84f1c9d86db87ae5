/** How busy a thread is: processor time, and how late its event loop is. */
import { setInterval } from 'node:timers';
import { monotonicUs } from '../../memory/clock.ts';
import { RecentPeak } from './recent-peak.ts';

/** How often the delay is looked at: each look wakes the thread. */
const RESOLUTION_MS = 100;
/** For how long the longest delay is told: scrapes are up to a minute apart, and none may miss it. */
export const LONGEST_OF_SECONDS = 60;

export interface LoopDelay {
  readonly meanUs: number;
  readonly maxUs: number;
  /** The longest of the last minute. */
  readonly longestUs: number;
}

/**
 * Delay of the event loop of the thread that makes it. Node's own monitor begins anew with each reading, and so loses a
 * standstill that lies between that and its next look.
 */
export class LoopDelayMonitor {
  #lookedUs = monotonicUs();
  #looks = 0;
  #sumUs = 0;
  #maxUs = 0;
  readonly #longest = new RecentPeak(LONGEST_OF_SECONDS);

  constructor() {
    setInterval(() => this.#look(), RESOLUTION_MS).unref();
  }

  /** Since the last call: there is to be one a second. */
  take(): LoopDelay {
    const meanUs = this.#looks === 0 ? 0 : this.#sumUs / this.#looks;
    const delay = { meanUs, maxUs: this.#maxUs, longestUs: this.#longest.sample(this.#maxUs) };
    this.#looks = 0;
    this.#sumUs = 0;
    this.#maxUs = 0;
    return delay;
  }

  #look(): void {
    const nowUs = monotonicUs();
    const lateUs = Math.max(0, nowUs - this.#lookedUs - RESOLUTION_MS * 1000);
    this.#lookedUs = nowUs;
    this.#looks++;
    this.#sumUs += lateUs;
    if (lateUs > this.#maxUs) this.#maxUs = lateUs;
  }
}

/** Processor time of the thread that calls, in microseconds. */
export function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
