/**
 * Whether a script is known to be short: it then runs where it arrives, all others on the script thread.
 *
 * Problem: the longest run of a script would tell, but one that the system, the compiler or a garbage collection has held
 * up is long as well, and would banish a harmless script for ever; the last run forgets a script that is long now and
 * then, which so holds up an io thread again and again.
 * Idea: each long run where it arrived is a strike. After n of them the script is short again when it was so 4^n times in
 * a row on the script thread; long runs there hold up nobody and only begin the row anew. Strikes add up when they come
 * close together, in time and in runs. So the runs that may hold up an io thread become rarer and rarer, and a mishap is
 * soon forgotten: collections alone make one of some hundreds of runs of any script long.
 *
 *   state   bits 0 … 19 short runs that are still wanted │ 20 … 23 strikes │ 24 it has run
 */

/** A run up to here is short, µs. */
export const SHORT_US = 1_000;
/** Of a script that has not run yet. */
export const NEVER_RAN = 0;

const WANTED_MASK = 0xfffff;
const STRIKES_SHIFT = 20;
const STRIKES_MASK = 0xf;
const HAS_RUN = 1 << 24;
/** 1,024 runs in a row: a script of which one run in a hundred is long gets there once in three million runs. */
const MOST_STRIKES = 5;
/** Strikes count together when the later one comes within so many seconds, and before so many short runs. */
const REMEMBERED_S = 60;
const REMEMBERED_RUNS = 1_000;

export function isKnownShort(state: number): boolean {
  return (state & (HAS_RUN | WANTED_MASK)) === HAS_RUN;
}

/**
 * @param sinceStrikeS seconds since the last strike
 * @param calm short runs where it arrived since then, as far as this thread knows
 * @returns the state after one more run
 */
export function stateAfter(state: number, isLong: boolean, sinceStrikeS: number, calm: number): number {
  const before = (state >>> STRIKES_SHIFT) & STRIKES_MASK;
  if (!isLong) return HAS_RUN | (before << STRIKES_SHIFT) | Math.max(0, (state & WANTED_MASK) - 1);
  const isRemembered = sinceStrikeS <= REMEMBERED_S && calm < REMEMBERED_RUNS;
  // One that is not known to be short has run on the script thread.
  const strikes = isKnownShort(state) ? (isRemembered ? before : 0) + 1 : Math.max(before, 1);
  const counted = Math.min(MOST_STRIKES, strikes);
  return HAS_RUN | (counted << STRIKES_SHIFT) | (4 ** counted);
}
