/** Cumulative counts as shares of the whole by class. */

export interface DurationShare {
  readonly upToUs: number;
  /** 0 … 1 */
  readonly share: number;
}

/** Classes before the first call and after the last one are left out. */
export function durationShares(buckets: readonly (readonly [number, number])[]): DurationShare[] {
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return [];
  const shares: DurationShare[] = [];
  let before = 0;
  for (const [upToUs, count] of buckets) {
    if (count > 0 && before < total) shares.push({ upToUs, share: (count - before) / total });
    before = count;
  }
  return shares;
}
