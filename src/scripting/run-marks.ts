/**
 * Whether a script is known to be short: it then runs where it arrives, all others on the script thread.
 *
 * Problem: the longest run of a script would tell, but one that the system has held up is long as well, and would banish
 * a harmless script for ever; the last run forgets a script that is long now and then, which so holds up an io thread
 * again and again.
 * Idea: each long run is a strike. After n of them, none longer than a minute after the one before, the script is short
 * again when it was so 4^n times in a row on the script thread, where time is what the thread has spent, not what the
 * system took from it. So the runs that may hold up an io thread become rarer and rarer, and a mishap is soon forgotten.
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
const MOST_STRIKES = 8;
/** Strikes count together when the later one comes within so many seconds. */
const REMEMBERED_S = 60;

export function isKnownShort(state: number): boolean {
  return (state & (HAS_RUN | WANTED_MASK)) === HAS_RUN;
}

/** @param sinceStrikeS seconds since the last long run @returns the state after one more run */
export function stateAfter(state: number, isLong: boolean, sinceStrikeS: number): number {
  const before = (state >>> STRIKES_SHIFT) & STRIKES_MASK;
  if (!isLong) return HAS_RUN | (before << STRIKES_SHIFT) | Math.max(0, (state & WANTED_MASK) - 1);
  const strikes = Math.min(MOST_STRIKES, (sinceStrikeS > REMEMBERED_S ? 0 : before) + 1);
  return HAS_RUN | (strikes << STRIKES_SHIFT) | (4 ** strikes);
}
