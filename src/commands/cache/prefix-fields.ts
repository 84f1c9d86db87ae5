/** Statistics of one prefix as CACHE.STATS tells them. */
import type { PrefixReport } from '../../analytics/report.ts';
import type { Figure } from './fields.ts';

/** What CACHE.STATS says of the keys with one prefix. */
export function prefixFields(stats: PrefixReport): (readonly [string, Figure])[] {
  const reads = stats.hits + stats.misses;
  const double = (value: number | null): Figure => (value === null ? null : { double: value });
  return [
    ['prefix', stats.prefix],
    ['hits', stats.hits],
    ['misses', stats.misses],
    ['hit_ratio', double(reads === 0 ? null : stats.hits / reads)],
    ['writes', stats.writes],
    ['keys', stats.keys],
    ['bytes', stats.bytes],
    ['evictions', stats.evictions],
    ['mean_age_at_eviction_seconds', double(stats.evictionAgeSeconds)],
    ['miss_cost_ms', double(stats.missCostMs)],
    ['cost_samples', stats.costSamples],
    ['saved_seconds', double(stats.savedSeconds)],
    ['saved_money', double(stats.savedMoney)],
  ];
}
