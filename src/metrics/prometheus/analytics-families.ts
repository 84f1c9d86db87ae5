/** What analytics know, for Prometheus: by prefix, by size of memory, by rule of eviction. */
import type { PrefixReport } from '../../analytics/report.ts';
import { labelled, type MetricFamily } from './metric-family.ts';

/** Prefixes that are exported, those used most: labels must not grow without bound. */
const MOST_PREFIXES = 32;

/** @param read null: that is not known, and there is no sample of it */
function ofPrefixes(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  read: (it: PrefixReport) => number | null,
): MetricFamily {
  return labelled(name, type, help, 'prefix', ({ now }) =>
    (now.analytics?.prefixes ?? []).slice(0, MOST_PREFIXES).flatMap((it) => {
      const value = read(it);
      return value === null ? [] : [[it.prefix, value]];
    }),
  );
}

export const ANALYTICS_FAMILIES: readonly MetricFamily[] = [
  labelled(
    'larder_mrc_hit_ratio',
    'gauge',
    'Hit ratio that the workload would have with so many times the memory (LRU).',
    'memory',
    ({ now }) => (now.analytics?.mrc.multiples ?? []).map(({ factor, hitRatio }) => [`${factor}x`, hitRatio]),
  ),
  labelled('larder_mrc_error', 'gauge', 'How far that hit ratio may be off, in 95 of 100 cases.', 'memory', ({ now }) =>
    (now.analytics?.mrc.multiples ?? []).map(({ factor, error }) => [`${factor}x`, error]),
  ),
  labelled(
    'larder_policy_hit_ratio',
    'gauge',
    'Share of the reads of late that each policy, and each rule of a policy that chooses, would have hit, weighted by cost.',
    'rule',
    ({ now }) => (now.analytics?.policies ?? []).map(({ name, hitRatio }) => [name, hitRatio]),
  ),
  labelled(
    'larder_reuse_interval_share',
    'gauge',
    'Share of the uses of keys that came so many seconds after the one before, at most; a power of two of milliseconds.',
    'seconds',
    ({ now }) => (now.analytics?.reuseIntervalsMs ?? []).map(([ms, share]) => [`${ms / 1000}`, share]),
  ),
  labelled(
    'larder_object_size_share',
    'gauge',
    'Share of the values written that take so many bytes with their keys, at most; a power of two.',
    'bytes',
    ({ now }) => (now.analytics?.sizesBytes ?? []).map(([bytes, share]) => [`${bytes}`, share]),
  ),
  ofPrefixes('larder_prefix_hits', 'gauge', 'Hits of the keys of a prefix, by the sample.', (it) => it.hits),
  ofPrefixes('larder_prefix_misses', 'gauge', 'Misses of the keys of a prefix.', (it) => it.misses),
  ofPrefixes('larder_prefix_keys', 'gauge', 'Keys of a prefix.', (it) => it.keys),
  ofPrefixes('larder_prefix_bytes', 'gauge', 'Bytes of the keys of a prefix.', (it) => it.bytes),
  ofPrefixes('larder_prefix_evictions', 'gauge', 'Evictions of keys of a prefix.', (it) => it.evictions),
  ofPrefixes(
    'larder_prefix_eviction_age_seconds',
    'gauge',
    'Mean time from the last write of a key of a prefix to its eviction.',
    (it) => it.evictionAgeSeconds,
  ),
  ofPrefixes(
    'larder_prefix_miss_cost_seconds',
    'gauge',
    'Median time from a miss of a key of a prefix to its refill.',
    (it) => (it.missCostMs === null ? null : it.missCostMs / 1000),
  ),
  ofPrefixes('larder_prefix_saved_seconds', 'gauge', 'Time that hits of a prefix saved.', (it) => it.savedSeconds),
  ofPrefixes('larder_prefix_saved_money', 'gauge', 'Its price, by cost-per-second.', (it) => it.savedMoney),
];
