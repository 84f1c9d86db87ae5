import { type Dashboard, now, rate } from './model.ts';

const hits = rate('redis_keyspace_hits_total');
const misses = rate('redis_keyspace_misses_total');

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
          about:
            'By the background thread, ahead of need, or by a command that found no room. The latter costs that command time.',
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
          about: 'Its share of a core: expiry, eviction ahead of need, compaction.',
          unit: 'percentunit',
          queries: [{ expr: rate('larder_worker_busy_seconds_total'), legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
