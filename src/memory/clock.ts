// HOT: read for every run of commands.
/** The only place that reads the system's clocks: everything else gets the time as a parameter. */

// The global `performance` is a getter that costs as much again as reading the clock.
import { performance } from 'node:perf_hooks';

/** Milliseconds since 1970, as Redis counts expiry times. */
export function wallClockMs(): number {
  return Date.now();
}

/** Microseconds that only go forward, for measuring how long something takes. */
export function monotonicUs(): number {
  return performance.now() * 1000;
}

/** Ticks of the access clock in a second. */
export const ACCESS_TICKS_PER_SECOND = 64;

/** Access clock of a point in time: 1/64 s in 32 bits, which wrap after two years. */
export function accessClock(ms: number): number {
  return Math.floor(ms / (1000 / ACCESS_TICKS_PER_SECOND)) | 0;
}
