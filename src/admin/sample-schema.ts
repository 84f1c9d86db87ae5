/** A sample as the API describes it. */
import { Type } from 'typebox';
import { MEMORY_CLASSES } from '../metrics/gauges/memory-classes.ts';

const Count = Type.Number();
const OrNull = Type.Union([Type.Number(), Type.Null()]);

export const SampleSchema = Type.Object({
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
