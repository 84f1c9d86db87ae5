/**
 * The rules that policies choose among.
 *
 * They differ in three numbers and nothing else, so going from one to another costs nothing: all of them read the same
 * fields of the record (clock of the last access, aged use count, "new" flag).
 *
 * - `window`: share of the objects that may be new, that is, on probation. A new object that leaves the window has to
 *   beat an old one, or goes. 1: no probation, new and old compete alike.
 * - `margin`: by how many uses more a new object must beat the old one. 1 keeps a cache that is too small for a loop
 *   from replacing one part of the loop by another.
 * - `score`: who of the old ones is worth least.
 *
 * Why those of allkeys-adaptive: replayed over public traces and made workloads, each is the best somewhere, and no other
 * of some thirty that were tried was ahead of all of them by more than a point anywhere. Without plain recency, popularity
 * that passes quickly cost up to 6 points.
 */

/** The longest idle goes first. */
export const SCORE_IDLE = 0;
/** The least used goes first, of equals the longest idle. */
export const SCORE_FREQUENCY = 1;
/** Idle time for each use: "hyperbolic" without the age (A. Blankstein et al., ATC '17). */
export const SCORE_IDLE_PER_USE = 2;
/** Idle time with some grace (idle-grace.ts) × size, for each use and cost of a miss: the value of the bytes. */
export const SCORE_IDLE_BYTES_PER_VALUE = 3;

export interface EvictionRule {
  readonly name: string;
  readonly window: number;
  readonly margin: number;
  readonly score: number;
  /** Entries that a miniature looks at for one victim: what the samples and candidates of the store come to. */
  readonly samples: number;
}

/** Scans and loops: almost nothing new gets in unless it was asked for before. */
export const GUARDED: EvictionRule = rule('guarded', 0.01, 1, SCORE_FREQUENCY, 9);
/** A mixture of scans and recency. */
export const BALANCED: EvictionRule = rule('balanced', 0.2, 1, SCORE_IDLE_PER_USE, 16);
/** The same, with more room for what is new. */
export const LENIENT: EvictionRule = rule('lenient', 0.5, 1, SCORE_IDLE_PER_USE, 10);
/** Recency, corrected by use. */
export const RECENT: EvictionRule = rule('recent', 1, 0, SCORE_IDLE_PER_USE, 10);
/** Use, corrected by recency. */
export const FREQUENT: EvictionRule = rule('frequent', 1, 0, SCORE_FREQUENCY, 10);
/** Sizes and costs decide. */
export const VALUED: EvictionRule = rule('valued', 1, 0, SCORE_IDLE_BYTES_PER_VALUE, 16);

/** Recency and nothing else: what was popular yesterday is worth no more than anything else. */
export const LATEST: EvictionRule = rule('latest', 1, 0, SCORE_IDLE, 10);

/** Those of allkeys-adaptive, by number. The first is the one to begin with: it does little harm where it is wrong. */
export const RULES: readonly EvictionRule[] = [GUARDED, BALANCED, LENIENT, RECENT, FREQUENT, VALUED, LATEST];

/** The widths of the window that allkeys-tinylfu chooses among; the narrowest also with an open door. */
export const WINDOWS: readonly EvictionRule[] = [
  rule('window-1', 0.01, 1, SCORE_IDLE_PER_USE, 12),
  rule('window-1-open', 0.01, 0, SCORE_IDLE_PER_USE, 12),
  rule('window-10', 0.1, 1, SCORE_IDLE_PER_USE, 12),
  rule('window-30', 0.3, 1, SCORE_IDLE_PER_USE, 12),
  rule('window-50', 0.5, 1, SCORE_IDLE_PER_USE, 12),
  rule('window-70', 0.7, 1, SCORE_IDLE_PER_USE, 12),
];

function rule(name: string, window: number, margin: number, score: number, samples: number): EvictionRule {
  return { name, window, margin, score, samples };
}

/** How much an object deserves to go. @param idle in any unit; @param uses aged count; @param size in bytes; @param cost relative, ≥ 1 */
export function scoreOf(kind: number, idle: number, uses: number, size: number, cost: number): number {
  switch (kind) {
    case SCORE_IDLE:
      return idle;
    case SCORE_FREQUENCY:
      return idle / 0x1_0000_0000 - uses;
    case SCORE_IDLE_PER_USE:
      return (idle + 1) / (uses === 0 ? 0.5 : uses);
    default:
      return ((idle + 1) * size) / ((uses === 0 ? 0.5 : uses) * cost);
  }
}
