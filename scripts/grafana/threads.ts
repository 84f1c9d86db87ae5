import { type Dashboard, now, rate } from './model.ts';

export const threads: Dashboard = {
  name: 'threads',
  title: 'Larder: threads',
  about: 'How the work is spread over the threads, and what each of them waits for.',
  sections: [
    {
      title: 'Load',
      panels: [
        {
          title: 'Processor time by thread',
          about:
            'Share of a core. An io thread at 1 is full: its clients wait. More --threads help when all of them are.',
          unit: 'percentunit',
          warn: [0.8, 0.95],
          queries: [{ expr: rate('larder_thread_cpu_seconds_total'), legend: '{{thread}} {{instance}}' }],
        },
        {
          title: 'Commands by thread',
          about: 'Any thread serves any key, so this is spread as the connections are.',
          unit: 'reqps',
          kind: 'areas',
          queries: [{ expr: `sum by (thread) (${rate('larder_thread_commands_total')})`, legend: '{{thread}}' }],
        },
        {
          title: 'Connections by thread',
          about: 'The kernel chooses the thread of a new connection.',
          unit: 'short',
          kind: 'areas',
          queries: [{ expr: `sum by (thread) (${now('larder_thread_connections')})`, legend: '{{thread}}' }],
        },
        {
          title: 'Imbalance',
          about: 'Commands of the busiest io thread over the mean. Few connections spread badly.',
          unit: 'short',
          queries: [
            {
              expr: `max by (instance) (${rate('larder_thread_commands_total')}) / (avg by (instance) (${rate('larder_thread_commands_total')}) > 0)`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Delays',
      panels: [
        {
          title: 'Longest delay of the event loop',
          about: 'In the last minute.',
          unit: 's',
          warn: [0.05, 0.25],
          queries: [{ expr: now('larder_event_loop_delay_max_seconds'), legend: '{{thread}} {{instance}}' }],
        },
        {
          title: 'Mean delay of the event loop',
          about: 'In the last second.',
          unit: 's',
          queries: [{ expr: now('larder_event_loop_delay_mean_seconds'), legend: '{{thread}} {{instance}}' }],
        },
        {
          title: 'Lock waits',
          about: 'Locks that were not free at once: two threads wanted keys of one shard.',
          unit: 'ops',
          queries: [{ expr: rate('larder_lock_waits_total'), legend: '{{instance}}' }],
        },
        {
          title: 'Lock waits a command',
          about: 'Share of the commands that found their lock taken.',
          unit: 'percentunit',
          queries: [
            {
              expr: `${rate('larder_lock_waits_total')} / (${rate('redis_commands_processed_total')} > 0)`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Around the data path',
      panels: [
        {
          title: 'Background thread',
          about: 'Its share of a core.',
          unit: 'percentunit',
          queries: [{ expr: rate('larder_worker_busy_seconds_total'), legend: '{{instance}}' }],
        },
        {
          title: 'Main thread',
          about: 'HTTP and the log; it serves no command.',
          unit: 'percentunit',
          queries: [{ expr: rate('larder_thread_cpu_seconds_total', 'thread="main"'), legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
