/** The JS heap and the load of this thread, for its row of the statistics. */
import { getHeapStatistics } from 'node:v8';
import { forgetMaxima, STAT } from '../../memory/thread-stats.ts';
import { LoopDelayMonitor, threadCpuUs } from './thread-load.ts';

let delays: LoopDelayMonitor | undefined;

/** What a thread that serves clients notes of its event loop about once a second. */
export function noteLoop(stats: Float64Array): void {
  stats[STAT.loopRounds] = performance.nodeTiming.uvMetricsInfo.loopCount;
  stats[STAT.loopActiveUs] = performance.eventLoopUtilization().active * 1000;
}

/** What each thread notes of itself about once a second. Takes some microseconds. */
export function noteHeap(stats: Float64Array): void {
  forgetMaxima(stats);
  const heap = getHeapStatistics();
  stats[STAT.jsHeapUsed] = heap.used_heap_size;
  stats[STAT.jsHeapTotal] = heap.total_heap_size;
  stats[STAT.cpuUs] = threadCpuUs();
  delays ??= new LoopDelayMonitor();
  const { meanUs, maxUs, longestUs } = delays.take();
  stats[STAT.loopDelayMeanUs] = meanUs;
  stats[STAT.loopDelayMaxUs] = maxUs;
  stats[STAT.loopDelayLongestUs] = longestUs;
}
