/**
 * Statistics of paired measurements. Ours and the peer's are taken one after the other, so a slow moment of the machine
 * touches both of a pair; the ratio inside a pair is therefore steadier than the ratio of two medians.
 */

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The middle value (the mean of the two middle ones); NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median, smallest and largest. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Ours divided by theirs, pair by pair; pairs with an unusable value (NaN, or a divisor of 0) are left out. */
export function pairRatios(ours: readonly number[], theirs: readonly number[]): number[] {
  const ratios: number[] = [];
  for (let i = 0; i < Math.min(ours.length, theirs.length); i++) {
    const ratio = (ours[i] ?? Number.NaN) / (theirs[i] ?? Number.NaN);
    if (Number.isFinite(ratio)) ratios.push(ratio);
  }
  return ratios;
}

/** `items` rotated so that each comes first in turn: no server is always measured after the same one. */
export function rotated<T>(items: readonly T[], round: number): T[] {
  const by = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(by), ...items.slice(0, by)];
}
