/** Makes the report that others read, from what the background thread knows. */
import { ACCESS_TICKS_PER_SECOND } from '../memory/clock.ts';
import { NO_PREFIX, OTHER, type PrefixStats } from './prefix-table.ts';
import { prefixText } from './prefix-text.ts';
import type { AnalyticsReport, PrefixReport } from './report.ts';
import type { ReuseModel } from './reuse-model.ts';
import { RESIDENT, REUSED } from './sampled-keys.ts';

const FACTORS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 8];
const WINDOWS_MINUTES = [1, 10, 60];
const TICKS_PER_MINUTE = 60 * ACCESS_TICKS_PER_SECOND;
/** Prefixes that are reported, those used most. */
const REPORTED_PREFIXES = 100;

/** What the report holds beside the model. */
export interface ReportInput
  extends Pick<AnalyticsReport, 'atMs' | 'policies' | 'policyChanges'>,
    Omit<AnalyticsReport['sampling'], 'rate' | 'keys'> {
  readonly clock: number;
  readonly nowBytes: number;
  readonly costPerSecond: number;
  readonly prefixes: readonly PrefixStats[];
}

/** What is known at one moment, as others read it. */
export function makeReport(model: ReuseModel, input: ReportInput): AnalyticsReport {
  const { curve, order, rate } = model;
  const { atMs, samples, dropped, memoryBytes, cpuShare, clock, nowBytes, costPerSecond } = input;
  const savedUs = input.prefixes.reduce((sum, stats) => sum + stats.savedUs, 0);
  const multiples = curve
    .at(
      FACTORS.map((factor) => factor * nowBytes),
      rate,
    )
    .map((point, i) => ({ factor: FACTORS[i]!, ...rounded(point) }));
  return {
    atMs,
    sampling: { rate, samples, dropped, keys: model.keys.count, memoryBytes, cpuShare },
    mrc: { nowBytes, reads: Math.round(curve.reads), multiples, curve: curve.at(curve.sizes(), rate).map(rounded) },
    workingSet: WINDOWS_MINUTES.map((minutes) => {
      const used = order.usedWithin(minutes * TICKS_PER_MINUTE, clock);
      return { minutes, bytes: Math.round(used.bytes / rate), keys: Math.round(used.keys / rate) };
    }),
    uniqueKeysPerMinute: Math.round(order.usedWithin(TICKS_PER_MINUTE, clock).keys / rate),
    oneHitWonderShare: shareUsedOnce(model),
    reuseIntervalsMs: model.intervals.shares(),
    sizesBytes: model.sizes.shares(),
    policies: input.policies,
    policyChanges: input.policyChanges,
    savedSeconds: savedUs / 1e6,
    savedMoney: (savedUs / 1e6) * costPerSecond,
    prefixes: reportPrefixes(input.prefixes, costPerSecond),
  };
}

/** Counts keys and bytes of each prefix anew. */
export function countResidents(model: ReuseModel, prefixes: readonly PrefixStats[]): void {
  for (const stats of prefixes) {
    stats.keys = 0;
    stats.bytes = 0;
  }
  const { keys, rate } = model;
  for (let key = 0; key < keys.count; key++) {
    if ((keys.flags[key]! & RESIDENT) === 0) continue;
    const stats = prefixes[keys.prefixes[key]!] ?? prefixes[OTHER]!;
    stats.keys += 1 / rate;
    stats.bytes += keys.sizes[key]! / rate;
  }
}

function shareUsedOnce({ keys }: ReuseModel): number {
  let once = 0;
  for (let key = 0; key < keys.count; key++) if ((keys.flags[key]! & REUSED) === 0) once++;
  return keys.count === 0 ? 0 : once / keys.count;
}

function reportPrefixes(prefixes: readonly PrefixStats[], costPerSecond: number): PrefixReport[] {
  return prefixes
    .filter((stats, number) => number > NO_PREFIX || stats.hits + stats.misses + stats.writes > 0)
    .sort((a, b) => b.hits + b.misses + b.writes - (a.hits + a.misses + a.writes))
    .slice(0, REPORTED_PREFIXES)
    .map((stats) => ({
      prefix: prefixText(stats.name),
      hits: Math.round(stats.hits),
      misses: Math.round(stats.misses),
      writes: Math.round(stats.writes),
      keys: Math.round(stats.keys),
      bytes: Math.round(stats.bytes),
      evictions: Math.round(stats.evictions),
      evictionAgeSeconds: stats.agedEvictions === 0 ? null : stats.ageSeconds / stats.agedEvictions,
      missCostMs: stats.costs.total === 0 ? null : stats.missUs / 1000,
      costSamples: Math.round(stats.costs.total),
      savedSeconds: stats.savedUs / 1e6,
      savedMoney: (stats.savedUs / 1e6) * costPerSecond,
    }));
}

function rounded<P extends { readonly bytes: number; readonly hitRatio: number; readonly error: number }>(point: P): P {
  const digits = (value: number): number => Math.round(value * 1e5) / 1e5;
  return { ...point, bytes: Math.round(point.bytes), hitRatio: digits(point.hitRatio), error: digits(point.error) };
}
