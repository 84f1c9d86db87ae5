import { CHOSEN, type Dashboard, now, percentile, rate } from './model.ts';

const hits = rate('redis_keyspace_hits_total');
const misses = rate('redis_keyspace_misses_total');

export const overview: Dashboard = {
  name: 'overview',
  title: 'Larder: overview',
  about: 'Whether the cache works, how much it does, and what it costs.',
  sections: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Servers up',
          about: 'Servers that answer their scrape.',
          unit: 'none',
          kind: 'number',
          queries: [{ expr: `sum(${now('redis_up')})`, legend: 'up' }],
        },
        {
          title: 'Up for',
          about: 'Since the latest start of any of them.',
          unit: 's',
          kind: 'number',
          queries: [{ expr: `min(${now('redis_uptime_in_seconds')})`, legend: 'uptime' }],
        },
        {
          title: 'Requests',
          about: 'Commands a second, of all clients.',
          unit: 'reqps',
          kind: 'number',
          queries: [{ expr: `sum(${rate('redis_commands_processed_total')})`, legend: 'requests' }],
        },
        {
          title: 'Hit ratio',
          about: 'Look-ups that found their key.',
          unit: 'percentunit',
          kind: 'number',
          max: 1,
          queries: [{ expr: `sum(${hits}) / (sum(${hits}) + sum(${misses}))`, legend: 'hit ratio' }],
        },
        {
          title: 'p99',
          about: 'A hundredth of all commands takes longer, inside the server.',
          unit: 's',
          kind: 'number',
          warn: [0.001, 0.01],
          queries: [
            {
              expr: `histogram_quantile(0.99, sum by (le) (${rate('larder_command_duration_seconds_bucket')}))`,
              legend: 'p99',
            },
          ],
        },
        {
          title: 'Keys',
          about: 'Keys of all databases.',
          unit: 'short',
          kind: 'number',
          queries: [{ expr: `sum(${now('larder_keys')})`, legend: 'keys' }],
        },
        {
          title: 'Memory used',
          about: 'Of maxmemory. A cache that evicts is full, and well.',
          unit: 'percentunit',
          kind: 'number',
          max: 1,
          queries: [
            { expr: `max(${now('redis_memory_used_bytes')} / (${now('redis_memory_max_bytes')} > 0))`, legend: 'used' },
          ],
        },
        {
          title: 'Clients',
          about: 'Open connections.',
          unit: 'short',
          kind: 'number',
          queries: [{ expr: `sum(${now('redis_connected_clients')})`, legend: 'clients' }],
        },
      ],
    },
    {
      title: 'Work',
      panels: [
        {
          title: 'Requests',
          about: 'Commands a second.',
          unit: 'reqps',
          queries: [{ expr: rate('redis_commands_processed_total'), legend: '{{instance}}' }],
        },
        {
          title: 'Requests by command',
          about: 'The ten commands that are called most.',
          unit: 'reqps',
          kind: 'areas',
          queries: [{ expr: `topk(10, sum by (cmd) (${rate('redis_commands_total')}))`, legend: '{{cmd}}' }],
        },
        {
          title: 'Latency',
          about:
            'Durations inside the server, of all commands together. The network and the wait of pipelined commands for each other come on top.',
          unit: 's',
          queries: [
            { expr: percentile(0.5), legend: 'p50 {{instance}}' },
            { expr: percentile(0.99), legend: 'p99 {{instance}}' },
            { expr: percentile(0.999), legend: 'p99.9 {{instance}}' },
          ],
        },
        {
          title: 'Hit ratio',
          about:
            'Look-ups that found their key. When it falls while keys are evicted, the cache is too small; when it falls without evictions, the workload has changed.',
          unit: 'percentunit',
          max: 1,
          queries: [{ expr: `${hits} / (${hits} + ${misses})`, legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Cost',
      panels: [
        {
          title: 'Memory',
          about: 'What the store uses, its limit, and what the system gave to the process.',
          unit: 'bytes',
          queries: [
            { expr: now('redis_memory_used_bytes'), legend: 'used {{instance}}' },
            { expr: now('redis_memory_max_bytes'), legend: 'maxmemory {{instance}}' },
            { expr: now('redis_memory_used_rss_bytes'), legend: 'resident {{instance}}' },
          ],
        },
        {
          title: 'Processor',
          about: 'Cores in use.',
          unit: 'short',
          queries: [{ expr: `sum by (instance) (${rate('larder_thread_cpu_seconds_total')})`, legend: '{{instance}}' }],
        },
        {
          title: 'Evictions and expirations',
          about: 'Keys that went, a second.',
          unit: 'ops',
          queries: [
            { expr: rate('redis_evicted_keys_total'), legend: 'evicted {{instance}}' },
            { expr: rate('redis_expired_keys_total'), legend: 'expired {{instance}}' },
          ],
        },
        {
          title: 'Network',
          about: 'Bytes a second, in and out.',
          unit: 'Bps',
          queries: [{ expr: rate('larder_network_bytes_total'), legend: '{{direction}} {{instance}}' }],
        },
        {
          title: 'Errors',
          about: 'Error replies by their first word. OOM: writes are refused for want of memory.',
          unit: 'ops',
          queries: [{ expr: `sum by (err) (${rate('redis_errors_total')})`, legend: '{{err}}' }],
        },
        {
          title: 'Versions',
          about: 'What runs where.',
          unit: 'none',
          queries: [
            {
              expr: `sum by (instance, version, node) (larder_build_info{${CHOSEN}})`,
              legend: '{{instance}}: Larder {{version}}, Node {{node}}',
            },
          ],
        },
      ],
    },
  ],
};
