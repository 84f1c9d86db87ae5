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

const steadyOriginUs = performance.timeOrigin * 1000;

/** Microseconds since some time that all threads share, up to some ms; nobody sets this clock. */
export function steadyUs(): number {
  return steadyOriginUs + performance.now() * 1000;
}

/**
 * Ticks of the access clock in a second. A small cache under a heavy load holds what a fifth of a second brings: with
 * ticks of 1/64 s it would know a dozen points in time. 32 bits of these wrap after 194 days, as Redis' clock does.
 */
export const ACCESS_TICKS_PER_SECOND = 256;

/** Access clock of a point in time, 32 bits. */
export function accessClock(ms: number): number {
  return Math.floor(ms / (1000 / ACCESS_TICKS_PER_SECOND)) | 0;
}

/** Furthest that the finer clock may stray from the system's before it is set by that again, in µs. */
const MAX_STRAY_US = 2_000;
let originUs = performance.timeOrigin * 1000;

/** Microseconds since 1970: the finer clock says how far into the millisecond. */
export function wallClockUs(): number {
  const elapsedUs = performance.now() * 1000;
  const systemUs = Date.now() * 1000;
  // Somebody set the system's clock, or both have drifted apart.
  if (Math.abs(originUs + elapsedUs - systemUs) > MAX_STRAY_US) originUs = systemUs - elapsedUs;
  return Math.floor(originUs + elapsedUs);
}
