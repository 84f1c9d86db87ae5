import { type Dashboard, now, percentile, rate } from './model.ts';

const time = rate('larder_command_duration_seconds_sum');
const calls = rate('larder_command_duration_seconds_count');

export const latency: Dashboard = {
  name: 'latency',
  title: 'Larder: latency',
  about: 'How long commands take inside the server, which ones, and what holds them up.',
  sections: [
    {
      title: 'All commands',
      panels: [
        {
          title: 'Percentiles',
          about: 'Durations of all commands.',
          unit: 's',
          queries: [
            { expr: percentile(0.5), legend: 'p50 {{instance}}' },
            { expr: percentile(0.9), legend: 'p90 {{instance}}' },
            { expr: percentile(0.99), legend: 'p99 {{instance}}' },
            { expr: percentile(0.999), legend: 'p99.9 {{instance}}' },
          ],
        },
        {
          title: 'Durations',
          about: 'How many commands took how long. Two bands are two kinds of command.',
          unit: 's',
          kind: 'heat',
          queries: [
            {
              expr: `sum by (le) (increase(larder_command_duration_seconds_bucket{job=~"$job",instance=~"$instance"}[$__rate_interval]))`,
              legend: '{{le}}',
            },
          ],
        },
      ],
    },
    {
      title: 'By command',
      panels: [
        {
          title: 'p99 by command',
          about: 'The ten slowest of the commands in use.',
          unit: 's',
          queries: [{ expr: `topk(10, ${percentile(0.99, 'cmd')} >= 0)`, legend: '{{cmd}}' }],
        },
        {
          title: 'Mean by command',
          about: 'The ten commands with the longest mean duration.',
          unit: 's',
          queries: [{ expr: `topk(10, sum by (cmd) (${time}) / (sum by (cmd) (${calls}) > 0))`, legend: '{{cmd}}' }],
        },
        {
          title: 'Time spent by command',
          about: 'Seconds of work in a second: where the io threads spend their time.',
          unit: 'percentunit',
          kind: 'areas',
          queries: [{ expr: `topk(10, sum by (cmd) (${time}))`, legend: '{{cmd}}' }],
        },
        {
          title: 'Failed and refused',
          about: 'Calls that ended in an error while they ran, or were refused before.',
          unit: 'ops',
          queries: [
            { expr: `sum by (cmd) (${rate('redis_commands_failed_calls_total')}) > 0`, legend: 'failed {{cmd}}' },
            { expr: `sum by (cmd) (${rate('redis_commands_rejected_calls_total')}) > 0`, legend: 'refused {{cmd}}' },
          ],
        },
      ],
    },
    {
      title: 'What holds commands up',
      panels: [
        {
          title: 'Longest delay of the event loop',
          about:
            'How long a request may have waited before its thread looked at it, in the last minute. One slow command delays all others of its thread.',
          unit: 's',
          warn: [0.05, 0.25],
          queries: [{ expr: now('larder_event_loop_delay_max_seconds'), legend: '{{thread}} {{instance}}' }],
        },
        {
          title: 'Locks',
          about: 'Locks that were not free at once, and commands that had to wait outside the event loop.',
          unit: 'ops',
          queries: [
            { expr: rate('larder_lock_waits_total'), legend: 'waits {{instance}}' },
            { expr: rate('larder_parked_commands_total'), legend: 'parked {{instance}}' },
          ],
        },
        {
          title: 'Longest hold of a lock',
          about: 'Since the start, or CONFIG RESETSTAT.',
          unit: 's',
          queries: [{ expr: now('larder_longest_lock_hold_seconds'), legend: '{{instance}}' }],
        },
        {
          title: 'Latest slow command',
          about: 'Its duration; the slow log has its arguments.',
          unit: 's',
          queries: [{ expr: now('redis_last_slow_execution_duration_seconds'), legend: 'latest {{instance}}' }],
        },
        {
          title: 'Slow commands',
          about: 'Commands a second that enter the slow log (slowlog-log-slower-than).',
          unit: 'ops',
          queries: [{ expr: rate('redis_slowlog_last_id'), legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
