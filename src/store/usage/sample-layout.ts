/**
 * The memory in which io threads leave samples of accesses, and the background thread what it made of them.
 *
 *       0 ┌──────────────────────────┐  words of 4 bytes
 *         │ header        64 words   │  state of the report, resets asked for, scale of costs
 *      64 ├──────────────────────────┤
 *         │ cost classes  2 × 512    │  hash of a prefix, class + 1 (prefix-costs.ts)
 *    1088 ├──────────────────────────┤
 *         │ ring of thread 0         │  16 words of positions, then entries of 16 words (one cache line) each
 *         │ ring of thread 1 …       │
 *         ├──────────────────────────┤
 *         │ report                   │  JSON, as analytics/report-memory.ts reads and writes it
 *         └──────────────────────────┘
 */
import { LINE_WORDS } from '../../memory/layout.ts';
import { MAX_THREADS } from '../../memory/thread-stats.ts';

/** Odd while the report is being written; then its bytes. */
export const A_REPORT_VERSION = 0;
export const A_REPORT_BYTES = 1;
/** How often somebody asked for a new beginning. */
export const A_RESETS = 2;
/** What a miss of cost class 0 costs, in µs. */
export const A_CHEAPEST_US = 3;

export const COST_SLOTS = 512;
export const A_COSTS: number = 4 * LINE_WORDS;

/** Entries of a ring: a power of two. */
export const RING_ENTRIES = 8192;
export const ENTRY_WORDS: number = LINE_WORDS;
/** Words of a ring, from its base: entries written so far, and those that found no room; then entries read so far. */
export const R_WRITTEN = 0;
export const R_DROPPED = 1;
export const R_READ = 8;
const RING_WORDS = LINE_WORDS + RING_ENTRIES * ENTRY_WORDS;
const RINGS = A_COSTS + 2 * COST_SLOTS;

export const REPORT_START: number = (RINGS + MAX_THREADS * RING_WORDS) * 4;
export const MOST_REPORT_BYTES = 512 * 1024;
/** Address space; pages become real when they are used. */
export const ANALYTICS_BYTES: number = REPORT_START + MOST_REPORT_BYTES;

/** First word of a thread's ring. */
export function ringBase(thread: number): number {
  return RINGS + thread * RING_WORDS;
}

/** First word of a ring's entry by its running number. */
export function entryAt(ring: number, number: number): number {
  return ring + LINE_WORDS + (number & (RING_ENTRIES - 1)) * ENTRY_WORDS;
}

// Words of an entry. The first: kind 4 bits │ cost class 4 │ length of the key's beginning 8.
export const E_KIND = 0;
export const E_HASH = 1;
/** Bytes, or UNKNOWN_SIZE. */
export const E_SIZE = 2;
/** Time to live in ticks of the access clock; 0 for none. */
export const E_TTL = 3;
/** µs of the clock that threads share (`steadyUs`), the low 32 bits. */
export const E_TIME = 4;
/** Access clock (1/256 s). */
export const E_CLOCK = 5;
/** Declared cost in µs, or ticks since the last access. */
export const E_VALUE = 6;
export const E_KEY = 7;
export const KEY_BYTES: number = (ENTRY_WORDS - E_KEY) * 4;
export const UNKNOWN_SIZE = -1;

export const SAMPLE_HIT = 0;
export const SAMPLE_MISS = 1;
export const SAMPLE_WRITE = 2;
export const SAMPLE_EVICTED = 3;
/** Deleted or past its time. */
export const SAMPLE_GONE = 4;
/** Somebody said what a miss costs. */
export const SAMPLE_DECLARED = 5;
/** A database was emptied. */
export const SAMPLE_FLUSHED = 6;
