/** What the page draws once a second: gauges of now, and what has happened since the sample before. */
import { type Static, Type } from 'typebox';
import { classLimitUs, HISTOGRAM_CLASSES } from '../dispatch/command-metrics.ts';
import { MEMORY_CLASSES } from '../metrics/gauges/memory-classes.ts';
import type { AdminContext } from './admin-context.ts';
import { type Figures, takeFigures } from './live-figures.ts';

const Count = Type.Number();
const OrNull = Type.Union([Type.Number(), Type.Null()]);

export const Sample = Type.Object({
  timeMs: Count,
  uptimeSeconds: Count,
  requests: Type.Object({ total: Count, perSecond: Count }),
  keyspace: Type.Object({
    keys: Count,
    hits: Count,
    misses: Count,
    hitsPerSecond: Count,
    missesPerSecond: Count,
    hitRatio: OrNull,
    hitRatioTotal: OrNull,
  }),
  evictions: Type.Object({ total: Count, perSecond: Count, byWorker: Count, inline: Count }),
  expirations: Type.Object({ total: Count, perSecond: Count, byWorker: Count, lazy: Count }),
  memory: Type.Object(Object.fromEntries(MEMORY_CLASSES.map((name) => [name, Count])), { description: 'bytes' }),
  latency: Type.Object({ p50Us: OrNull, p90Us: OrNull, p99Us: OrNull, p999Us: OrNull, maxUs: OrNull }),
  network: Type.Object({ inputBytesPerSecond: Count, outputBytesPerSecond: Count }),
  clients: Type.Object({ connected: Count, blocked: Count, max: Count, rejected: Count }),
  threads: Type.Array(
    Type.Object({
      name: Type.String(),
      load: Type.Number({ description: 'share of a core' }),
      connections: Count,
      commandsPerSecond: Count,
      delayMaxMs: Count,
    }),
  ),
  eventLoop: Type.Object({ delayMeanMs: Count, delayMaxMs: Count }, { description: 'of the main thread' }),
  locks: Type.Object({ waits: Count, waitsPerSecond: Count, longestHoldUs: Count, parked: Count }),
  policy: Type.String(),
});
export type Sample = Static<typeof Sample>;

/** Two samples further apart than this have nothing to do with each other. */
const MOST_SECONDS = 10;
/** Two samples closer than this are too close for rates. */
const LEAST_SECONDS = 0.2;

export class LiveSamples {
  readonly #context: AdminContext;
  #before: Figures;
  #latest: Figures;

  constructor(context: AdminContext) {
    this.#context = context;
    this.#latest = takeFigures(context);
    this.#before = this.#latest;
  }

  /** A sample of now. Rates are 0 in the first one. */
  take(): Sample {
    const figures = takeFigures(this.#context);
    if ((figures.timeMs - this.#latest.timeMs) / 1000 >= LEAST_SECONDS) this.#before = this.#latest;
    this.#latest = figures;
    const seconds = (figures.timeMs - this.#before.timeMs) / 1000;
    return sampleOf(figures, this.#before, seconds > MOST_SECONDS ? 0 : seconds);
  }
}

function sampleOf(figures: Figures, before: Figures, seconds: number): Sample {
  const { now } = figures;
  // A counter that was reset has fallen.
  const grown = (name: NumberField): number => Math.max(0, figures[name] - before[name]);
  const rate = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
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
      load: rate(Math.max(0, thread.cpuUs - before.threads[index]!.cpuUs) / 1_000_000),
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
