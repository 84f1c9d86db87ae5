/** What analytics tell: the shape of the report that commands, metrics and the web page read. */

export interface SizePoint {
  readonly bytes: number;
  /** 0 … 1 */
  readonly hitRatio: number;
  /** ± so much in 95 of 100 cases. */
  readonly error: number;
}

export interface PrefixReport {
  /** As text (prefix-text.ts); `(none)` for keys without one, `(other)` for those beyond the table. */
  readonly prefix: string;
  readonly hits: number;
  readonly misses: number;
  readonly writes: number;
  readonly keys: number;
  readonly bytes: number;
  readonly evictions: number;
  /** Mean time from the last write to the eviction; null when there was none. */
  readonly evictionAgeSeconds: number | null;
  /** Median time from a miss to its refill in ms, and how many were measured; null while there is none. */
  readonly missCostMs: number | null;
  readonly costSamples: number;
  /** Time that hits saved, and its price. */
  readonly savedSeconds: number;
  readonly savedMoney: number;
}

export interface PolicyReport {
  /** A policy, or a rule that allkeys-adaptive chooses from. */
  readonly name: string;
  /** Share of the reads of late that it would have hit, weighted by the cost of a miss. */
  readonly hitRatio: number;
  /** Whether it is the policy in force, or the rule that allkeys-adaptive follows at the moment. */
  readonly inForce: boolean;
}

export interface AnalyticsReport {
  readonly atMs: number;
  readonly sampling: {
    /** Share of the keys. */
    readonly rate: number;
    readonly samples: number;
    readonly dropped: number;
    readonly keys: number;
    readonly memoryBytes: number;
    /** Share of one core. */
    readonly cpuShare: number;
  };
  readonly mrc: {
    /** Memory for data now: the limit less what is not data, or what is used while there is no limit. */
    readonly nowBytes: number;
    readonly reads: number;
    /** At a quarter to eight times of `nowBytes`. */
    readonly multiples: readonly (SizePoint & { readonly factor: number })[];
    readonly curve: readonly SizePoint[];
  };
  readonly workingSet: readonly { readonly minutes: number; readonly bytes: number; readonly keys: number }[];
  readonly uniqueKeysPerMinute: number;
  /** Share of the known keys that were asked for once. */
  readonly oneHitWonderShare: number;
  /** Upper bound and share of each class. */
  readonly reuseIntervalsMs: readonly (readonly [upTo: number, share: number])[];
  readonly sizesBytes: readonly (readonly [upTo: number, share: number])[];
  /** Empty while there is no limit. */
  readonly policies: readonly PolicyReport[];
  readonly policyChanges: number;
  readonly savedSeconds: number;
  readonly savedMoney: number;
  readonly prefixes: readonly PrefixReport[];
}

/** The hit ratio at one size, between the points of a curve. */
export function hitRatioAt(curve: readonly SizePoint[], bytes: number): SizePoint {
  let below: SizePoint = { bytes: 0, hitRatio: 0, error: 0 };
  for (const point of curve) {
    if (point.bytes >= bytes) {
      const share = (bytes - below.bytes) / (point.bytes - below.bytes);
      const between = (a: number, b: number): number => Math.round((a + (b - a) * share) * 1e5) / 1e5;
      return {
        bytes,
        hitRatio: between(below.hitRatio, point.hitRatio),
        error: between(below.error, point.error),
      };
    }
    below = point;
  }
  return { ...below, bytes };
}
