/** What the analytics routes answer: what the workload would do with more memory, or under another policy. */

export interface SizePoint {
  readonly bytes: number;
  readonly hitRatio: number;
  /** ± so much in 95 of 100 cases. */
  readonly error: number;
}

export interface MissRatioCurve {
  readonly sampling: { readonly rate: number; readonly samples: number; readonly cpuShare: number };
  /** Memory for data now. */
  readonly nowBytes: number;
  readonly reads: number;
  readonly multiples: readonly (SizePoint & { readonly factor: number })[];
  readonly curve: readonly SizePoint[];
}

export interface PolicyComparison {
  readonly policies: readonly { readonly name: string; readonly hitRatio: number; readonly inForce: boolean }[];
  readonly policyChanges: number;
}

export interface PrefixRow {
  readonly prefix: string;
  readonly hits: number;
  readonly misses: number;
  readonly keys: number;
  readonly bytes: number;
  readonly evictions: number;
  readonly evictionAgeSeconds: number | null;
  readonly missCostMs: number | null;
  readonly savedSeconds: number;
}

export interface Prefixes {
  readonly prefixes: readonly PrefixRow[];
  readonly savedSeconds: number;
  readonly savedMoney: number;
}

export type Classes = readonly (readonly [upTo: number, share: number])[];

export interface WorkingSet {
  readonly workingSet: readonly { readonly minutes: number; readonly bytes: number; readonly keys: number }[];
  readonly uniqueKeysPerMinute: number;
  readonly oneHitWonderShare: number;
  /** Time from one use of a key to the next, and bytes of what was written: upper bounds and shares of all. */
  readonly reuseIntervalsMs: Classes;
  readonly sizesBytes: Classes;
}
