import { type Dashboard, now, type Panel, rate, type Unit } from './model.ts';

const hits = rate('redis_keyspace_hits_total');
const misses = rate('redis_keyspace_misses_total');

/** Over the servers: a mean of means would count one eviction here as much as thousands there. */
const evictions = now('larder_prefix_evictions');
const evictionAge = `sum by (prefix) (${now('larder_prefix_eviction_age_seconds')} * ${evictions}) / (sum by (prefix) (${evictions} and ${now('larder_prefix_eviction_age_seconds')}) > 0)`;

export const eviction: Dashboard = {
  name: 'eviction',
  title: 'Larder: eviction and misses',
  about: 'What the cache lets go, and what that costs in misses.',
  sections: [
    {
      title: 'Misses',
      panels: [
        {
          title: 'Miss ratio',
          about: 'Look-ups that did not find their key. Each is work for what stands behind the cache.',
          unit: 'percentunit',
          max: 1,
          queries: [{ expr: `${misses} / (${hits} + ${misses})`, legend: '{{instance}}' }],
        },
        {
          title: 'Hits and misses',
          about: 'Look-ups a second.',
          unit: 'ops',
          kind: 'areas',
          queries: [
            { expr: `sum(${hits})`, legend: 'hits' },
            { expr: `sum(${misses})`, legend: 'misses' },
          ],
        },
      ],
    },
    {
      title: 'What goes',
      panels: [
        {
          title: 'Evictions',
          about: 'By a command that needed room, or by the background thread, which keeps some for large values.',
          unit: 'ops',
          kind: 'areas',
          queries: [{ expr: `sum by (reason) (${rate('larder_evicted_keys_total')})`, legend: '{{reason}}' }],
        },
        {
          title: 'Expirations',
          about: 'Found by the background thread, or by a command that asked for the key.',
          unit: 'ops',
          kind: 'areas',
          queries: [{ expr: `sum by (reason) (${rate('larder_expired_keys_total')})`, legend: '{{reason}}' }],
        },
        {
          title: 'Evictions a write',
          about: 'Near 1 the cache is full and each new key drives out an old one.',
          unit: 'short',
          queries: [
            {
              expr: `${rate('redis_evicted_keys_total')} / on (job, instance) (sum by (job, instance) (${rate('redis_commands_total', 'cmd=~"set|setex|psetex|getset|hset|zadd|lpush|rpush|sadd|xadd|mset|restore"')}) > 0)`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          title: 'Memory used',
          about: 'Of maxmemory.',
          unit: 'percentunit',
          max: 1,
          queries: [
            {
              expr: `${now('redis_memory_used_bytes')} / (${now('redis_memory_max_bytes')} > 0)`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'What stays',
      panels: [
        {
          title: 'Keys',
          about: 'By database.',
          unit: 'short',
          kind: 'areas',
          queries: [{ expr: `sum by (db) (${now('redis_db_keys')}) > 0`, legend: '{{db}}' }],
        },
        {
          title: 'Keys with an expiry',
          about: 'Their share of all keys.',
          unit: 'percentunit',
          max: 1,
          queries: [
            {
              expr: `sum by (instance) (${now('redis_db_keys_expiring')}) / (sum by (instance) (${now('redis_db_keys')}) > 0)`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          title: 'Policy',
          about: 'maxmemory-policy of each server.',
          unit: 'none',
          queries: [
            {
              expr: `sum by (instance, maxmemory_policy) (${now('redis_instance_info')})`,
              legend: '{{instance}}: {{maxmemory_policy}}',
            },
          ],
        },
        {
          title: 'Background thread',
          about: 'Its share of a core: expiry, room for large values, compaction, analytics.',
          unit: 'percentunit',
          queries: [{ expr: rate('larder_worker_busy_seconds_total'), legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'What it would hit',
      panels: [
        {
          title: 'Hit ratio by memory',
          about: 'What the workload would hit with so many times the memory (LRU).',
          unit: 'percentunit',
          max: 1,
          queries: [{ expr: now('larder_mrc_hit_ratio'), legend: '{{instance}}: {{memory}}' }],
        },
        {
          title: 'Error of that',
          about: 'How far those hit ratios may be off, in 95 of 100 cases.',
          unit: 'percentunit',
          queries: [{ expr: `max by (instance) (${now('larder_mrc_error')})`, legend: '{{instance}}' }],
        },
        {
          title: 'Hit ratio by policy',
          about: 'What each policy, and each rule of one that chooses, would have hit of late, weighted by cost.',
          unit: 'percentunit',
          max: 1,
          queries: [{ expr: now('larder_policy_hit_ratio'), legend: '{{instance}}: {{rule}}' }],
        },
        {
          title: 'Changes of rule',
          about: 'How often allkeys-adaptive has put another rule in force.',
          unit: 'short',
          queries: [{ expr: now('larder_policy_changes'), legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'The workload',
      panels: [
        {
          title: 'Working set',
          about: 'Bytes of the keys used within ten minutes.',
          unit: 'bytes',
          queries: [{ expr: now('larder_working_set_bytes'), legend: '{{instance}}' }],
        },
        {
          title: 'Different keys a minute',
          about: 'Keys used within a minute.',
          unit: 'short',
          queries: [{ expr: now('larder_unique_keys_per_minute'), legend: '{{instance}}' }],
        },
        {
          title: 'Asked for once',
          about: 'Share of the known keys that nobody asked for again.',
          unit: 'percentunit',
          max: 1,
          queries: [{ expr: now('larder_one_hit_wonder_share'), legend: '{{instance}}' }],
        },
        {
          title: 'Analytics',
          about: 'Share of a core that analytics take, and share of the keys that they look at.',
          unit: 'percentunit',
          queries: [
            { expr: now('larder_analytics_cpu_share'), legend: '{{instance}}: of a core' },
            { expr: now('larder_sampled_share'), legend: '{{instance}}: of the keys' },
          ],
        },
        {
          title: 'Time to the next use',
          about: 'Share of the uses that came so many seconds, at most, after the one before.',
          unit: 'percentunit',
          kind: 'areas',
          queries: [{ expr: `avg by (seconds) (${now('larder_reuse_interval_share')})`, legend: '≤ {{seconds}} s' }],
        },
        {
          title: 'Sizes',
          about: 'Share of the values written that take so many bytes, at most, with their keys.',
          unit: 'percentunit',
          kind: 'areas',
          queries: [{ expr: `avg by (bytes) (${now('larder_object_size_share')})`, legend: '≤ {{bytes}} B' }],
        },
      ],
    },
    {
      title: 'By prefix',
      panels: [
        {
          title: 'Hit ratio',
          about: 'Of the prefixes that are used most, by the sample.',
          unit: 'percentunit',
          max: 1,
          queries: [
            {
              expr: `topk(10, sum by (prefix) (${now('larder_prefix_hits')}) / (sum by (prefix) (${now('larder_prefix_hits')}) + sum by (prefix) (${now('larder_prefix_misses')}) > 0))`,
              legend: '{{prefix}}',
            },
          ],
        },
        byPrefix('Keys', 'Keys in the cache.', 'short', 'larder_prefix_keys'),
        byPrefix('Bytes', 'Bytes of those keys.', 'bytes', 'larder_prefix_bytes'),
        byPrefix('Evicted', 'Keys evicted so far.', 'short', 'larder_prefix_evictions'),
        {
          title: 'Age at eviction',
          about: 'Mean time from the last write to the eviction: the ten prefixes that leave youngest.',
          unit: 's',
          queries: [{ expr: `bottomk(10, ${evictionAge})`, legend: '{{prefix}}' }],
        },
        {
          title: 'A miss costs',
          about: 'Median time from a miss to its refill, on the server where it is longest.',
          unit: 's',
          queries: [
            { expr: `topk(10, max by (prefix) (${now('larder_prefix_miss_cost_seconds')}))`, legend: '{{prefix}}' },
          ],
        },
        byPrefix('Time saved', 'Recomputation that hits have saved.', 's', 'larder_prefix_saved_seconds'),
        byPrefix('Money saved', 'Its price, by cost-per-second.', 'short', 'larder_prefix_saved_money'),
      ],
    },
  ],
};

/** The ten prefixes that have most of something that adds up over the servers. */
function byPrefix(title: string, about: string, unit: Unit, name: string): Panel {
  return { title, about, unit, queries: [{ expr: `topk(10, sum by (prefix) (${now(name)}))`, legend: '{{prefix}}' }] };
}
