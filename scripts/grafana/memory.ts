import { type Dashboard, now, rate } from './model.ts';

const ofClass = (name: string): string => now('larder_memory_bytes', `class="${name}"`);

export const memory: Dashboard = {
  name: 'memory',
  title: 'Larder: memory and fragmentation',
  about: 'What memory is used for, and what is lost between what is stored and what the system gives.',
  sections: [
    {
      title: 'Use',
      panels: [
        {
          title: 'By class',
          about:
            'Keys, values, index and buffers of clients are in use; free memory was drawn and waits for new values.',
          unit: 'bytes',
          kind: 'areas',
          queries: [
            {
              expr: `sum by (class) (${now('larder_memory_bytes', 'class=~"keys|values|index|clientBuffers|free"')})`,
              legend: '{{class}}',
            },
          ],
        },
        {
          title: 'Use and limit',
          about: 'What is used reaches maxmemory and stays there: then keys are evicted.',
          unit: 'bytes',
          queries: [
            { expr: now('redis_memory_used_bytes'), legend: 'used {{instance}}' },
            { expr: now('redis_memory_max_bytes'), legend: 'maxmemory {{instance}}' },
            { expr: now('redis_memory_used_peak_bytes'), legend: 'peak {{instance}}' },
          ],
        },
        {
          title: 'Bytes a key',
          about: 'Of the data, with its share of the index.',
          unit: 'bytes',
          queries: [
            { expr: `${now('redis_memory_used_dataset_bytes')} / (${now('larder_keys')} > 0)`, legend: '{{instance}}' },
          ],
        },
        {
          title: 'Large values',
          about: 'Values in pages of their own (large-object-threshold).',
          unit: 'bytes',
          queries: [{ expr: now('larder_large_object_bytes'), legend: '{{instance}}' }],
        },
        {
          title: 'Number of large values',
          about: 'Values in pages of their own.',
          unit: 'short',
          queries: [{ expr: now('larder_large_objects'), legend: '{{instance}}' }],
        },
        {
          title: 'Buffers of clients',
          about: 'Requests that are not complete, and replies that were not taken yet. They count towards maxmemory.',
          unit: 'bytes',
          queries: [{ expr: ofClass('clientBuffers'), legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Fragmentation and overhead',
      panels: [
        {
          title: 'Resident, drawn, used',
          about:
            'Resident is what the system counts for the container; drawn is what the store took of it; used is what its data needs.',
          unit: 'bytes',
          queries: [
            { expr: ofClass('rss'), legend: 'resident {{instance}}' },
            { expr: now('larder_committed_bytes'), legend: 'drawn {{instance}}' },
            { expr: now('redis_memory_used_bytes'), legend: 'used {{instance}}' },
          ],
        },
        {
          title: 'Fragmentation',
          about:
            'Resident over used. High while little is stored, because the runtime itself counts; above 1.5 with gigabytes of data is worth a look.',
          unit: 'short',
          queries: [
            { expr: now('redis_mem_fragmentation_ratio'), legend: 'resident / used {{instance}}' },
            { expr: now('redis_allocator_frag_ratio'), legend: 'allocator {{instance}}' },
          ],
        },
        {
          title: 'Free in drawn memory',
          about:
            'Memory that the store could use without asking the system. The background thread gives back what stays free.',
          unit: 'bytes',
          queries: [{ expr: ofClass('free'), legend: '{{instance}}' }],
        },
        {
          title: 'JavaScript heap',
          about: 'The heap of all threads. No stored data is in it, so it does not grow with the data.',
          unit: 'bytes',
          queries: [
            { expr: now('larder_js_heap_used_bytes'), legend: 'used {{instance}}' },
            { expr: now('larder_js_heap_total_bytes'), legend: 'total {{instance}}' },
          ],
        },
        {
          title: 'Refused for want of memory',
          about: 'Writes answered with OOM: noeviction, or nothing that could be evicted.',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (instance) (${rate('redis_errors_total', 'err="OOM"')}) or on (instance) 0 * ${now('redis_up')}`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
  ],
};
