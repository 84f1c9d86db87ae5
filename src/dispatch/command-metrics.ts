// HOT: two additions a command.
/**
 * What is counted of each command, in shared memory: a row a thread and command, written by its thread only (see
 * memory/thread-stats.ts for why readers need no lock).
 *
 *   counters: calls, µs, rejected, failed (64-bit floats)        histogram: 64 classes of duration (32-bit counts)
 */
import { MAX_THREADS } from '../memory/thread-stats.ts';

export const MAX_COMMANDS = 512;
const COUNTERS = 4;
export const HISTOGRAM_CLASSES = 64;
const COUNTER_BYTES = MAX_THREADS * MAX_COMMANDS * COUNTERS * 8;
const HISTOGRAM_BYTES = MAX_THREADS * MAX_COMMANDS * HISTOGRAM_CLASSES * 4;
export const COMMAND_METRICS_BYTES = COUNTER_BYTES + HISTOGRAM_BYTES;

export interface CommandTotals {
  calls: number;
  us: number;
  rejected: number;
  failed: number;
}

/** Class of a duration: four classes for each power of two of microseconds. */
export function durationClass(us: number): number {
  if (us < 1) return 0;
  const log = 31 - Math.clz32(us);
  const quarter = Math.floor((us / 2 ** log - 1) * 4);
  return Math.min(HISTOGRAM_CLASSES - 1, 1 + log * 4 + quarter);
}

/** Upper end of a class, in microseconds. */
export function classLimitUs(index: number): number {
  if (index === 0) return 1;
  const log = (index - 1) >> 2;
  return 2 ** log * (1 + (((index - 1) & 3) + 1) / 4);
}

/** One thread's rows. */
export class CommandMetrics {
  readonly #counters: Float64Array;
  readonly #histograms: Int32Array;

  constructor(shared: SharedArrayBuffer, thread: number) {
    this.#counters = new Float64Array(shared, thread * MAX_COMMANDS * COUNTERS * 8, MAX_COMMANDS * COUNTERS);
    this.#histograms = new Int32Array(
      shared,
      COUNTER_BYTES + thread * MAX_COMMANDS * HISTOGRAM_CLASSES * 4,
      MAX_COMMANDS * HISTOGRAM_CLASSES,
    );
  }

  /** `calls` runs of a command took `us` microseconds together. */
  ran(command: number, calls: number, us: number): void {
    this.#counters[command * COUNTERS]! += calls;
    this.#counters[command * COUNTERS + 1]! += us;
    this.#histograms[command * HISTOGRAM_CLASSES + durationClass(us / calls)]! += calls;
  }

  rejected(command: number): void {
    this.#counters[command * COUNTERS + 2]! += 1;
  }

  failed(command: number): void {
    this.#counters[command * COUNTERS + 3]! += 1;
  }
}

/** Sums one command's counters over all threads. */
export function commandTotals(shared: SharedArrayBuffer, command: number): CommandTotals {
  const totals = { calls: 0, us: 0, rejected: 0, failed: 0 };
  for (let thread = 0; thread < MAX_THREADS; thread++) {
    const row = new Float64Array(shared, (thread * MAX_COMMANDS + command) * COUNTERS * 8, COUNTERS);
    totals.calls += row[0]!;
    totals.us += row[1]!;
    totals.rejected += row[2]!;
    totals.failed += row[3]!;
  }
  return totals;
}

/** Adds up one command's duration classes over all threads. */
export function commandHistogram(shared: SharedArrayBuffer, command: number): Float64Array {
  const sum = new Float64Array(HISTOGRAM_CLASSES);
  for (let thread = 0; thread < MAX_THREADS; thread++) {
    const at = COUNTER_BYTES + (thread * MAX_COMMANDS + command) * HISTOGRAM_CLASSES * 4;
    const row = new Int32Array(shared, at, HISTOGRAM_CLASSES);
    for (let i = 0; i < HISTOGRAM_CLASSES; i++) sum[i]! += row[i]!;
  }
  return sum;
}

/** Forgets all counts. */
export function resetCommandMetrics(shared: SharedArrayBuffer): void {
  const words = new Int32Array(shared);
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) words[i] = 0;
}
