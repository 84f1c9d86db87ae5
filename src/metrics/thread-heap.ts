/** The JS heap of this thread, for its row of the statistics. */
import { getHeapStatistics } from 'node:v8';
import { STAT } from '../memory/thread-stats.ts';

/** Takes some microseconds: once a second will do. */
export function noteHeap(stats: Float64Array): void {
  const heap = getHeapStatistics();
  stats[STAT.jsHeapUsed] = heap.used_heap_size;
  stats[STAT.jsHeapTotal] = heap.total_heap_size;
}
