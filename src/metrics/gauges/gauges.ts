/**
 * Figures of the whole server that one thread measures and all may read: 64-bit floats, each written by one thread
 * (the main thread unless said otherwise) and read without a lock.
 */
export const GAUGE = {
  /** Port that is served: the system's choice when the setting is 0. */
  port: 0,
  /** `used_memory` when the threads had started. */
  startupBytes: 1,
  /** Highest `used_memory` seen (by any thread), and when. */
  peakBytes: 2,
  peakAtMs: 3,
  opsPerSecond: 4,
  inputBytesPerSecond: 5,
  outputBytesPerSecond: 6,
  mainCpuUserUs: 7,
  mainCpuSystemUs: 8,
  mainHeapUsed: 9,
  mainHeapTotal: 10,
  /** 1 while DEBUG SET-ACTIVE-EXPIRE holds the sweeper (written by any io thread). */
  activeExpireOff: 11,
  /** How late the main thread's event loop was in the last second, and in the last minute. */
  mainLoopDelayMaxUs: 20,
  mainLoopDelayMeanUs: 21,
  mainLoopDelayLongestUs: 23,
  /** Mean length of a key, by the last walk over all of them. */
  meanKeyBytes: 22,
  /** Of the event loops of all io threads, a second. */
  loopRoundsPerSecond: 24,
  loopActiveUsPerSecond: 25,
} as const;

const GAUGES = 32;
export const GAUGES_BYTES: number = GAUGES * 8;

/** Takes note of how much memory is used, for the peak. */
export function notePeak(gauges: Float64Array, usedBytes: number, nowMs: number): void {
  if (usedBytes <= gauges[GAUGE.peakBytes]!) return;
  gauges[GAUGE.peakBytes] = usedBytes;
  gauges[GAUGE.peakAtMs] = nowMs;
}
