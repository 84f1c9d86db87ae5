/** Counters at one moment: two of them make a sample with rates (live-sample.ts). */
import { HISTOGRAM_CLASSES } from '../dispatch/command-metrics.ts';
import { memoryClasses } from '../metrics/gauges/memory-classes.ts';
import { threadNames } from '../metrics/prometheus/larder-families.ts';
import type { AdminContext } from './admin-context.ts';

/** Where figures come from. */
export type FigureSource = Pick<AdminContext, 'readings' | 'commands' | 'ioThreads'>;

export interface ThreadFigures {
  readonly name: string;
  readonly cpuUs: number;
  readonly connections: number;
  readonly commands: number;
  readonly delayMaxMs: number;
  readonly delayMeanMs: number;
}

export type Figures = ReturnType<typeof takeFigures>;

export function takeFigures(context: FigureSource) {
  const now = context.readings();
  const threads: ThreadFigures[] = threadNames(context.ioThreads).map((name, index) => ({
    name,
    cpuUs: now.ofThread(index, 'cpuUs'),
    connections: index < context.ioThreads ? now.ofThread(index, 'connectedClients') : 0,
    commands: now.ofThread(index, 'commands'),
    delayMaxMs: now.ofThread(index, 'loopDelayMaxUs') / 1000,
    delayMeanMs: now.ofThread(index, 'loopDelayMeanUs') / 1000,
  }));
  threads.push({
    name: 'main',
    cpuUs: now.gauge('mainCpuUserUs') + now.gauge('mainCpuSystemUs'),
    connections: 0,
    commands: 0,
    delayMaxMs: now.gauge('mainLoopDelayMaxUs') / 1000,
    delayMeanMs: now.gauge('mainLoopDelayMeanUs') / 1000,
  });
  return {
    now,
    timeMs: now.nowMs,
    commands: now.sum('commands'),
    keys: now.keys,
    hits: now.sum('keyspaceHits'),
    misses: now.sum('keyspaceMisses'),
    evictedByWorker: now.byBackground('evictedKeys'),
    evictedByCommands: now.byCommands('evictedKeys'),
    expiredByWorker: now.byBackground('expiredKeys'),
    expiredByCommands: now.byCommands('expiredKeys'),
    netInput: now.sum('netInput'),
    netOutput: now.sum('netOutput'),
    lockWaits: now.sum('lockWaits'),
    memory: memoryClasses(now),
    durations: durations(context),
    threads,
  };
}

/** Classes of duration of all commands together. */
function durations({ commands }: FigureSource): Float64Array {
  const sum = new Float64Array(HISTOGRAM_CLASSES);
  for (const { id } of commands.used()) {
    const classes = commands.classes(id);
    for (let i = 0; i < HISTOGRAM_CLASSES; i++) sum[i]! += classes[i]!;
  }
  return sum;
}
