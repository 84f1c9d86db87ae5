/**
 * Counters of each thread in shared memory: a thread writes only its own row, with plain additions; readers add the
 * rows up. A 64-bit float is written whole on the platforms we run on, so a reader sees some recent value of each
 * counter; the rows are not a snapshot of one moment, which no reader needs.
 *
 * Nobody else may write a row, so CONFIG RESETSTAT notes what the counters stand at, and readers subtract that. Maxima
 * cannot be subtracted from: their owner forgets them when it sees the request, and until then they count as 0.
 *
 *   rows, one a thread │ what the counters stood at when they were last reset, as many rows
 */

import { waitedUs } from './processor-wait.ts';

/** Index of each counter in a row. */
export const STAT = {
  keyspaceHits: 0,
  keyspaceMisses: 1,
  expiredKeys: 2,
  evictedKeys: 3,
  commands: 4,
  connections: 5,
  rejectedConnections: 6,
  netInput: 7,
  netOutput: 8,
  lockWaits: 10,
  longestHoldUs: 11,
  /** The same without what the thread waited for a processor meanwhile. */
  longestHoldRunUs: 9,
  parkedCommands: 12,
  connectedClients: 13,
  clientOutputBytes: 14,
  clientInputBytes: 15,
  outputLimitDisconnects: 16,
  queryLimitDisconnects: 17,
  readsProcessed: 18,
  writesProcessed: 19,
  expiredByWorker: 20,
  evictedByWorker: 21,
  jsHeapUsed: 22,
  jsHeapTotal: 23,
  blockedClients: 24,
  /** Those of them that wait for a limited time. */
  timedClients: 39,
  authFailures: 25,
  pubsubClients: 26,
  busyUs: 27,
  maxInputBuffer: 28,
  maxOutputBuffer: 29,
  unexpectedErrors: 30,
  expireCycleUs: 31,
  dirty: 34,
  expiredElements: 35,
  /** Processor time of the thread. */
  cpuUs: 36,
  /** How late its event loop was in the last second, and in the last minute. */
  loopDelayMaxUs: 37,
  loopDelayMeanUs: 38,
  loopDelayLongestUs: 43,
  /** Rounds of its event loop, and how long it did something else than wait for events. */
  loopRounds: 45,
  loopActiveUs: 46,
  /** In use by the thread's Lua; and what of it came with the libraries of functions. */
  luaBytes: 40,
  luaLibraryBytes: 44,
  /** Keys and collections that were freed after the command that deleted them. */
  freedLater: 41,
  /** Clients that this thread had cut off for `maxmemory-clients`. */
  evictedClients: 42,
} as const;
export type StatName = keyof typeof STAT;

const ROW = 64;
export const MAX_THREADS = 16;
const STOOD_AT = MAX_THREADS * ROW;
export const STATS_BYTES = 2 * MAX_THREADS * ROW * 8;

/** Words of a row: how often a reset was asked for, and how many of these its owner has seen. */
const ASKED = ROW - 2;
const SEEN = ROW - 1;
/** Counters that hold the highest value since the last reset. */
const MAXIMA: readonly StatName[] = ['longestHoldUs', 'longestHoldRunUs'];
/** A hold that takes longer may be one that was interrupted. */
const LONG_HOLD_US = 500;

/** View of one thread's row. */
export function statsRow(shared: SharedArrayBuffer, thread: number): Float64Array {
  return new Float64Array(shared, thread * ROW * 8, ROW);
}

/** Notes how long this thread held a lock of the store. */
export function noteHold(row: Float64Array, us: number): void {
  if (row[SEEN] !== row[ASKED]) forgetMaxima(row);
  if (us > row[STAT.longestHoldUs]!) row[STAT.longestHoldUs] = us;
  if (us <= row[STAT.longestHoldRunUs]!) return;
  const runUs = us < LONG_HOLD_US ? us : us - waitedUs();
  if (runUs > row[STAT.longestHoldRunUs]!) row[STAT.longestHoldRunUs] = runUs;
}

/** Forgets the highest values if that was asked for. Each thread calls it about once a second. */
export function forgetMaxima(row: Float64Array): void {
  if (row[SEEN] === row[ASKED]) return;
  for (const name of MAXIMA) row[STAT[name]] = 0;
  row[SEEN] = row[ASKED]!;
}

/** One counter of one thread since the last reset. */
export function statOf(shared: SharedArrayBuffer, thread: number, name: StatName): number {
  const all = new Float64Array(shared);
  const at = thread * ROW + STAT[name];
  return all[at]! - all[STOOD_AT + at]!;
}

/** Sum of one counter over all threads. */
export function sumStat(shared: SharedArrayBuffer, name: StatName): number {
  let sum = 0;
  for (let thread = 0; thread < MAX_THREADS; thread++) sum += statOf(shared, thread, name);
  return sum;
}

/** Highest value of one counter over all threads. */
export function maxStat(shared: SharedArrayBuffer, name: StatName): number {
  let max = 0;
  for (let thread = 0; thread < MAX_THREADS; thread++) {
    const row = statsRow(shared, thread);
    if (row[SEEN] === row[ASKED]) max = Math.max(max, row[STAT[name]]!);
  }
  return max;
}

/** Lets every counter of all threads begin at zero again, except gauges. For CONFIG RESETSTAT. */
export function resetStats(shared: SharedArrayBuffer, gauges: readonly StatName[]): void {
  const all = new Float64Array(shared);
  const kept = new Set<number>([...gauges, ...MAXIMA].map((name) => STAT[name]));
  const counters = Object.values(STAT).filter((index) => !kept.has(index));
  for (let row = 0; row < STOOD_AT; row += ROW) {
    for (const index of counters) all[STOOD_AT + row + index] = all[row + index]!;
    all[row + ASKED]! += 1;
  }
}
