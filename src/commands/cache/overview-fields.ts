/** What CACHE.STATS tells of the cache as a whole. */
import type { AnalyticsReport } from '../../analytics/report.ts';
import type { Figure } from './fields.ts';

/** What CACHE.STATS says of the whole cache. */
export function overviewFields(report: AnalyticsReport): (readonly [string, Figure])[] {
  const fields: (readonly [string, Figure])[] = [
    ['sampled_share', { double: report.sampling.rate }],
    ['sampled_keys', report.sampling.keys],
    ['samples', report.sampling.samples],
    ['dropped_samples', report.sampling.dropped],
    ['memory_bytes', report.sampling.memoryBytes],
    ['cpu_share', { double: report.sampling.cpuShare }],
    ['unique_keys_per_minute', report.uniqueKeysPerMinute],
    ['one_hit_wonder_share', { double: report.oneHitWonderShare }],
  ];
  for (const { minutes, bytes, keys } of report.workingSet) {
    fields.push([`working_set_${minutes}m_bytes`, bytes], [`working_set_${minutes}m_keys`, keys]);
  }
  fields.push(['saved_seconds', { double: report.savedSeconds }], ['saved_money', { double: report.savedMoney }]);
  return fields;
}
