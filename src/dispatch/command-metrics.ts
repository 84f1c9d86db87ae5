// HOT: two additions a command.
/**
 * What is counted of each command, in shared memory: a row a thread and command, written by its thread only (see
 * memory/thread-stats.ts for why readers need no lock).
 *
 *   counters: calls, µs, rejected, failed (64-bit floats)        histogram: 64 classes of duration (32-bit counts)
 *
 * One row more holds what all of them together stood at when they were last reset: nobody but its thread writes a row.
 */
import { MAX_THREADS } from '../memory/thread-stats.ts';

export const MAX_COMMANDS = 512;
const COUNTERS = 4;
export const HISTOGRAM_CLASSES = 64;
/** Row of what was reset. */
const STOOD_AT = MAX_THREADS;
const COUNTER_BYTES = (MAX_THREADS + 1) * MAX_COMMANDS * COUNTERS * 8;
const HISTOGRAM_BYTES = (MAX_THREADS + 1) * MAX_COMMANDS * HISTOGRAM_CLASSES * 4;
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

/** Sums one command's counters over all threads since the last reset. */
export function commandTotals(shared: SharedArrayBuffer, command: number): CommandTotals {
  const totals = { calls: 0, us: 0, rejected: 0, failed: 0 };
  // One view of all rows: a scrape of the metrics asks for every command.
  const all = new Float64Array(shared, 0, COUNTER_BYTES / 8);
  for (let thread = 0; thread <= STOOD_AT; thread++) {
    const row = (thread * MAX_COMMANDS + command) * COUNTERS;
    const sign = thread === STOOD_AT ? -1 : 1;
    totals.calls += sign * all[row]!;
    totals.us += sign * all[row + 1]!;
    totals.rejected += sign * all[row + 2]!;
    totals.failed += sign * all[row + 3]!;
  }
  return totals;
}

/** What all commands took since the last reset, µs: what scripts call counts twice. @param threads rows that are in use */
export function commandsUs(shared: SharedArrayBuffer, threads: number): number {
  const all = new Float64Array(shared, 0, COUNTER_BYTES / 8);
  let us = 0;
  for (let command = 0; command < MAX_COMMANDS; command++) {
    us -= all[(STOOD_AT * MAX_COMMANDS + command) * COUNTERS + 1]!;
    for (let thread = 0; thread < threads; thread++) us += all[(thread * MAX_COMMANDS + command) * COUNTERS + 1]!;
  }
  return us;
}

/** Adds up one command's duration classes over all threads since the last reset. */
export function commandHistogram(shared: SharedArrayBuffer, command: number): Float64Array {
  const sum = new Float64Array(HISTOGRAM_CLASSES);
  const calls = new Float64Array(shared, 0, COUNTER_BYTES / 8);
  const all = new Int32Array(shared, COUNTER_BYTES, HISTOGRAM_BYTES / 4);
  for (let thread = 0; thread <= STOOD_AT; thread++) {
    const row = thread * MAX_COMMANDS + command;
    // Most threads never ran most commands.
    if (calls[row * COUNTERS] === 0) continue;
    const sign = thread === STOOD_AT ? -1 : 1;
    for (let i = 0; i < HISTOGRAM_CLASSES; i++) sum[i]! += sign * all[row * HISTOGRAM_CLASSES + i]!;
  }
  return sum;
}

/** Lets all counts begin at zero again. */
export function resetCommandMetrics(shared: SharedArrayBuffer): void {
  for (let command = 0; command < MAX_COMMANDS; command++) {
    const { calls, us, rejected, failed } = commandTotals(shared, command);
    if (calls === 0 && rejected === 0 && failed === 0) continue;
    const histogram = commandHistogram(shared, command);
    const counters = countersOf(shared, STOOD_AT, command);
    counters[0]! += calls;
    counters[1]! += us;
    counters[2]! += rejected;
    counters[3]! += failed;
    const classes = histogramOf(shared, STOOD_AT, command);
    for (let i = 0; i < HISTOGRAM_CLASSES; i++) if (histogram[i] !== 0) classes[i]! += histogram[i]!;
  }
}

function countersOf(shared: SharedArrayBuffer, thread: number, command: number): Float64Array {
  return new Float64Array(shared, (thread * MAX_COMMANDS + command) * COUNTERS * 8, COUNTERS);
}

function histogramOf(shared: SharedArrayBuffer, thread: number, command: number): Int32Array {
  const at = COUNTER_BYTES + (thread * MAX_COMMANDS + command) * HISTOGRAM_CLASSES * 4;
  return new Int32Array(shared, at, HISTOGRAM_CLASSES);
}
