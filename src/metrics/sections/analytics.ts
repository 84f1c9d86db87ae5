/** What is known of the workload, from a sample of its keys; all 0 while analytics are off. */
import type { AnalyticsReport, PrefixReport } from '../../analytics/report.ts';
import { gauge, type MetricRow, type MetricSection, type MetricUnit } from '../metric-row.ts';
import type { DynamicSection } from './dynamic-sections.ts';

/** A figure with as many digits as it is worth. */
function fraction(
  field: string,
  help: string,
  unit: MetricUnit | undefined,
  read: (report: AnalyticsReport) => number,
): MetricRow {
  const row = gauge(field, help, ({ analytics }) => (analytics === undefined ? 0 : read(analytics)), unit);
  return { ...row, print: (value) => String(Math.round(value * 10_000) / 10_000) };
}

function window(report: AnalyticsReport, minutes: number): number {
  return report.workingSet.find((each) => each.minutes === minutes)?.bytes ?? 0;
}

export const analyticsSection: MetricSection = {
  name: 'analytics',
  title: 'Analytics',
  byDefault: true,
  rows: [
    fraction(
      'larder_sampled_share',
      'Share of the keys whose accesses are looked at.',
      'ratio',
      (it) => it.sampling.rate,
    ),
    fraction(
      'larder_analytics_cpu_share',
      'Share of a core that analytics take.',
      'ratio',
      (it) => it.sampling.cpuShare,
    ),
    fraction('larder_analytics_bytes', 'Memory of analytics.', 'bytes', (it) => it.sampling.memoryBytes),
    fraction('larder_working_set_bytes', 'Bytes of the keys used within ten minutes.', 'bytes', (it) => window(it, 10)),
    fraction(
      'larder_unique_keys_per_minute',
      'Different keys used within a minute.',
      undefined,
      (it) => it.uniqueKeysPerMinute,
    ),
    fraction(
      'larder_one_hit_wonder_share',
      'Share of the known keys that were asked for once.',
      'ratio',
      (it) => it.oneHitWonderShare,
    ),
    fraction('larder_saved_seconds', 'Time of recomputation that hits have saved.', 'seconds', (it) => it.savedSeconds),
    fraction('larder_saved_money', 'Its price, by cost-per-second.', undefined, (it) => it.savedMoney),
    fraction('larder_policy_changes', 'Rules that allkeys-adaptive has changed.', undefined, (it) => it.policyChanges),
  ],
};

/** One line a prefix. */
export const prefixesSection: DynamicSection = {
  name: 'prefixes',
  title: 'Prefixes',
  byDefault: false,
  lines: ({ analytics }) => (analytics?.prefixes ?? []).map(prefixLine),
};

/** What is not known of a prefix is left out: it is not 0. */
function prefixLine(stats: PrefixReport): string {
  const { hits, misses, keys, bytes, evictions, evictionAgeSeconds, missCostMs } = stats;
  const name = stats.prefix.replaceAll(/[^ -9;-~]/g, '_');
  const age = evictionAgeSeconds === null ? '' : `,eviction_age_seconds=${evictionAgeSeconds.toFixed(3)}`;
  const cost = missCostMs === null ? '' : `,miss_cost_ms=${missCostMs.toFixed(3)}`;
  const saved = `saved_seconds=${stats.savedSeconds.toFixed(3)},saved_money=${stats.savedMoney.toFixed(4)}`;
  return `prefix_${name}:hits=${hits},misses=${misses},keys=${keys},bytes=${bytes},evictions=${evictions}${age}${cost},${saved}`;
}
