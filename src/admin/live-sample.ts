/** What the page draws once a second: gauges of now, and what has happened since the sample before. */
import { classLimitUs, HISTOGRAM_CLASSES } from '../dispatch/command-metrics.ts';
import type { MemoryClass } from '../metrics/gauges/memory-classes.ts';
import { type FigureSource, type Figures, takeFigures } from './live-figures.ts';

export interface Sample {
  readonly timeMs: number;
  readonly uptimeSeconds: number;
  readonly requests: { readonly total: number; readonly perSecond: number };
  readonly keyspace: {
    readonly keys: number;
    readonly hits: number;
    readonly misses: number;
    readonly hitsPerSecond: number;
    readonly missesPerSecond: number;
    /** Of the time since the sample before; null without look-ups. */
    readonly hitRatio: number | null;
    readonly hitRatioTotal: number | null;
  };
  readonly evictions: Removals & { readonly inline: number };
  readonly expirations: Removals & { readonly lazy: number };
  /** Bytes. */
  readonly memory: Record<MemoryClass, number>;
  readonly latency: Record<'p50Us' | 'p90Us' | 'p99Us' | 'p999Us' | 'maxUs', number | null>;
  readonly network: { readonly inputBytesPerSecond: number; readonly outputBytesPerSecond: number };
  readonly clients: Record<'connected' | 'blocked' | 'max' | 'rejected', number>;
  readonly threads: ThreadSample[];
  /** Of the main thread. */
  readonly eventLoop: { readonly delayMeanMs: number; readonly delayMaxMs: number };
  readonly locks: Record<'waits' | 'waitsPerSecond' | 'longestHoldUs' | 'parked', number>;
  readonly policy: string;
}

interface Removals {
  readonly total: number;
  readonly perSecond: number;
  readonly byWorker: number;
}

interface ThreadSample {
  readonly name: string;
  /** Share of a core. */
  readonly load: number;
  readonly connections: number;
  readonly commandsPerSecond: number;
  readonly delayMaxMs: number;
}

/** Two samples further apart than this have nothing to do with each other. */
const MOST_SECONDS = 10;
/** Two samples closer than this are too close for rates. */
const LEAST_SECONDS = 0.2;

export class LiveSamples {
  readonly #source: FigureSource;
  #before: Figures;
  #latest: Figures;

  constructor(source: FigureSource) {
    this.#source = source;
    this.#latest = takeFigures(source);
    this.#before = this.#latest;
  }

  /** A sample of now, from which the next one counts. Rates are 0 in the first one. */
  take(): Sample {
    const figures = takeFigures(this.#source);
    this.#before = this.#latest;
    this.#latest = figures;
    return since(figures, this.#before);
  }

  /** A sample of now that leaves no trace. */
  now(): Sample {
    const figures = takeFigures(this.#source);
    const isFar = (figures.timeMs - this.#latest.timeMs) / 1000 >= LEAST_SECONDS;
    return since(figures, isFar ? this.#latest : this.#before);
  }
}

function since(figures: Figures, before: Figures): Sample {
  const seconds = (figures.timeMs - before.timeMs) / 1000;
  return sampleOf(figures, before, seconds > MOST_SECONDS ? 0 : seconds);
}

function sampleOf(figures: Figures, before: Figures, seconds: number): Sample {
  const { now } = figures;
  // A counter that was reset has fallen.
  const grown = (name: NumberField): number => Math.max(0, figures[name] - before[name]);
  // Three digits behind the point: the texts of ten minutes are kept.
  const rate = (amount: number): number => (seconds > 0 ? Math.round((amount / seconds) * 1000) / 1000 : 0);
  const main = figures.threads.at(-1)!;
  return {
    timeMs: figures.timeMs,
    uptimeSeconds: now.uptimeSeconds,
    requests: { total: figures.commands, perSecond: rate(grown('commands')) },
    keyspace: {
      keys: figures.keys,
      hits: figures.hits,
      misses: figures.misses,
      hitsPerSecond: rate(grown('hits')),
      missesPerSecond: rate(grown('misses')),
      hitRatio: ratio(grown('hits'), grown('misses')),
      hitRatioTotal: ratio(figures.hits, figures.misses),
    },
    evictions: {
      total: figures.evictedByWorker + figures.evictedByCommands,
      perSecond: rate(grown('evictedByWorker') + grown('evictedByCommands')),
      byWorker: figures.evictedByWorker,
      inline: figures.evictedByCommands,
    },
    expirations: {
      total: figures.expiredByWorker + figures.expiredByCommands,
      perSecond: rate(grown('expiredByWorker') + grown('expiredByCommands')),
      byWorker: figures.expiredByWorker,
      lazy: figures.expiredByCommands,
    },
    memory: figures.memory,
    latency: seconds > 0 ? percentiles(figures.durations, before.durations) : NO_LATENCY,
    network: { inputBytesPerSecond: rate(grown('netInput')), outputBytesPerSecond: rate(grown('netOutput')) },
    clients: {
      connected: now.connectedClients,
      blocked: now.sum('blockedClients'),
      max: now.settings.maxclients,
      rejected: now.sum('rejectedConnections'),
    },
    threads: figures.threads.map((thread, index) => ({
      name: thread.name,
      load: rate(Math.max(0, thread.cpuUs - before.threads[index]!.cpuUs)) / 1_000_000,
      connections: thread.connections,
      commandsPerSecond: rate(Math.max(0, thread.commands - before.threads[index]!.commands)),
      delayMaxMs: thread.delayMaxMs,
    })),
    eventLoop: { delayMeanMs: main.delayMeanMs, delayMaxMs: main.delayMaxMs },
    locks: {
      waits: figures.lockWaits,
      waitsPerSecond: rate(grown('lockWaits')),
      longestHoldUs: now.max('longestHoldUs'),
      parked: now.sum('parkedCommands'),
    },
    policy: now.settings.maxmemoryPolicy,
  };
}

type NumberField = { [K in keyof Figures]: Figures[K] extends number ? K : never }[keyof Figures];

function ratio(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}

const NO_LATENCY = { p50Us: null, p90Us: null, p99Us: null, p999Us: null, maxUs: null };

/** Durations that so many of the commands between two moments did not pass, to a quarter of a power of two. */
function percentiles(now: Float64Array, before: Float64Array): Sample['latency'] {
  const counts = now.map((count, i) => Math.max(0, count - before[i]!));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return NO_LATENCY;
  const limit = (share: number): number => {
    const wanted = Math.max(1, Math.ceil(share * total));
    let seen = 0;
    for (let i = 0; i < HISTOGRAM_CLASSES; i++) {
      seen += counts[i]!;
      if (seen >= wanted) return classLimitUs(i);
    }
    return classLimitUs(HISTOGRAM_CLASSES - 1);
  };
  return { p50Us: limit(0.5), p90Us: limit(0.9), p99Us: limit(0.99), p999Us: limit(0.999), maxUs: limit(1) };
}
