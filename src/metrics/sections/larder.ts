import { counter, gauge, type MetricSection } from '../metric-row.ts';

/** What only Larder has to tell. */
export const larderSection: MetricSection = {
  name: 'larder',
  title: 'Larder',
  byDefault: true,
  rows: [
    gauge('larder_threads', 'Threads that serve clients.', (now) => now.sources.ioThreads),
    gauge('larder_keys', 'Keys of all databases.', (now) => now.keys),
    gauge(
      'larder_longest_lock_hold_us',
      'Longest time that a command held its locks.',
      (now) => Math.ceil(now.max('longestHoldUs')),
      'microseconds',
    ),
    gauge(
      'larder_longest_lock_hold_running_us',
      'The same without what the thread waited for a processor meanwhile.',
      (now) => Math.ceil(now.max('longestHoldRunUs')),
      'microseconds',
    ),
    counter('larder_lock_waits', 'Locks that were not free at once.', (now) => now.sum('lockWaits')),
    counter('larder_parked_commands', 'Commands that had to wait outside the event loop.', (now) =>
      now.sum('parkedCommands'),
    ),
    counter('larder_expired_by_worker', 'Keys that the background thread expired.', (now) =>
      now.sum('expiredByWorker'),
    ),
    counter('larder_evicted_by_worker', 'Keys that the background thread evicted.', (now) =>
      now.sum('evictedByWorker'),
    ),
    counter(
      'larder_worker_busy_us',
      'Working time of the background thread.',
      (now) => Math.floor(now.sum('busyUs')),
      'microseconds',
    ),
    gauge('larder_committed_bytes', 'Memory that the store has drawn.', (now) => now.committedBytes, 'bytes'),
    gauge('larder_large_objects', 'Values in pages of their own.', (now) => now.largeObjects),
    gauge('larder_large_object_bytes', 'Memory of values in pages of their own.', (now) => now.largeBytes, 'bytes'),
    gauge('larder_js_heap_used_bytes', 'Used JavaScript heap of all threads.', (now) => now.jsHeapUsed, 'bytes'),
    gauge('larder_js_heap_total_bytes', 'JavaScript heap of all threads.', (now) => now.jsHeapTotal, 'bytes'),
  ],
};
