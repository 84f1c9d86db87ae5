/**
 * Counters of each thread in shared memory: a thread writes only its own row, with plain additions; readers add the
 * rows up. A 64-bit float is written whole on the platforms we run on, so a reader sees some recent value of each
 * counter; the rows are not a snapshot of one moment, which no reader needs.
 */

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
  errorReplies: 9,
  lockWaits: 10,
  longestHoldUs: 11,
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
  authFailures: 25,
  pubsubClients: 26,
  busyUs: 27,
  maxInputBuffer: 28,
  maxOutputBuffer: 29,
  unexpectedErrors: 30,
  expireCycleUs: 31,
  evictionUs: 32,
  longestHoldShard: 33,
  dirty: 34,
  expiredElements: 35,
} as const;
export type StatName = keyof typeof STAT;

const ROW = 64;
export const MAX_THREADS = 16;
export const STATS_BYTES = MAX_THREADS * ROW * 8;

/** View of one thread's row. */
export function statsRow(shared: SharedArrayBuffer, thread: number): Float64Array {
  return new Float64Array(shared, thread * ROW * 8, ROW);
}

/** Sum of one counter over all threads. */
export function sumStat(shared: SharedArrayBuffer, name: StatName): number {
  const all = new Float64Array(shared);
  let sum = 0;
  for (let thread = 0; thread < MAX_THREADS; thread++) sum += all[thread * ROW + STAT[name]]!;
  return sum;
}

/** Highest value of one counter over all threads. */
export function maxStat(shared: SharedArrayBuffer, name: StatName): number {
  const all = new Float64Array(shared);
  let max = 0;
  for (let thread = 0; thread < MAX_THREADS; thread++) max = Math.max(max, all[thread * ROW + STAT[name]]!);
  return max;
}

/** Sets every counter of all threads to zero, except gauges. For CONFIG RESETSTAT. */
export function resetStats(shared: SharedArrayBuffer, keep: readonly StatName[]): void {
  const all = new Float64Array(shared);
  const kept = new Set<number>(keep.map((name) => STAT[name]));
  for (let thread = 0; thread < MAX_THREADS; thread++) {
    for (const index of Object.values(STAT)) if (!kept.has(index)) all[thread * ROW + index] = 0;
  }
}
