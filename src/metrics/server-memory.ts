/** What the server remembers of itself in shared memory: allocated once by the main thread, handed to every thread. */
import { BIG_KEYS_BYTES } from '../analytics/big-key-report.ts';
import { HOT_KEYS_BYTES } from '../analytics/hot-keys.ts';
import { sparseMemory } from '../memory/sparse-memory.ts';
import { keyCensusBytes } from '../store/key-census.ts';
import { ANALYTICS_BYTES } from '../store/usage/sample-layout.ts';
import { ERROR_COUNTS_BYTES } from './error-counts.ts';
import { GAUGES_BYTES } from './gauges/gauges.ts';
import { LATENCY_EVENTS_BYTES } from './logs/latency-events.ts';
import { SLOW_LOG_BYTES } from './logs/slow-log.ts';

export interface ServerMemory {
  readonly gauges: SharedArrayBuffer;
  readonly errors: SharedArrayBuffer;
  readonly latency: SharedArrayBuffer;
  readonly slowLog: SharedArrayBuffer;
  /** Keys that are used most (analytics/hot-keys.ts). */
  readonly hotKeys: SharedArrayBuffer;
  /** Keys that take most memory (analytics/big-key-report.ts). */
  readonly bigKeys: SharedArrayBuffer;
  /** How many keys are how large, and how long they live (store/key-census.ts). */
  readonly keyCensus: SharedArrayBuffer;
  /** Samples of accesses and what is known from them (store/usage/sample-layout.ts). */
  readonly analytics: SharedArrayBuffer;
}

/** Allocates it: by the main thread, once. */
export function createServerMemory(databases: number): ServerMemory {
  return {
    gauges: new SharedArrayBuffer(GAUGES_BYTES),
    errors: new SharedArrayBuffer(ERROR_COUNTS_BYTES),
    latency: new SharedArrayBuffer(LATENCY_EVENTS_BYTES),
    slowLog: sparseMemory(SLOW_LOG_BYTES),
    hotKeys: sparseMemory(HOT_KEYS_BYTES),
    bigKeys: new SharedArrayBuffer(BIG_KEYS_BYTES),
    keyCensus: new SharedArrayBuffer(keyCensusBytes(databases)),
    analytics: sparseMemory(ANALYTICS_BYTES),
  };
}
