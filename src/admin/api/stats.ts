/** The figures of now, once or as a stream. */
import { setInterval } from 'node:timers';
import { Type } from 'typebox';
import { infoSections } from '../../metrics/info-text.ts';
import { LARDER_VERSION, REDIS_VERSION } from '../../version.ts';
import type { AdminContext } from '../admin-context.ts';
import type { Routes } from '../api-app.ts';
import { LiveSamples, Sample } from '../live-sample.ts';

const STREAM_MS = 1000;
const MOST_UNREAD_BYTES = 256 * 1024;

const Stats = Type.Intersect([
  Sample,
  Type.Object({
    server: Type.Object({
      version: Type.String(),
      redisVersion: Type.String(),
      nodeVersion: Type.String(),
      pid: Type.Integer(),
      runId: Type.String(),
      os: Type.String(),
      threads: Type.Integer(),
      port: Type.Integer(),
      startedMs: Type.Number(),
      uptimeSeconds: Type.Number(),
      configFile: Type.String(),
    }),
    keyspaces: Type.Array(
      Type.Object({ db: Type.Integer(), keys: Type.Number(), expires: Type.Number(), subexpires: Type.Number() }),
    ),
    info: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
  }),
]);

export const statsRoutes: Routes = (app, context) => {
  const samples = new LiveSamples(context);
  const stream = new SampleStream(samples);
  app.get(
    '/api/v1/stats',
    { schema: { summary: 'All figures of now: a sample, the server, and INFO.', response: { 200: Stats } } },
    async () => {
      const now = context.readings();
      return {
        ...samples.take(),
        server: serverOf(context),
        keyspaces: keyspacesOf(context),
        info: infoSections(now, context.commands),
      };
    },
  );
  app.get(
    '/api/v1/stream',
    {
      schema: {
        summary: 'A sample a second, as server-sent events named `sample`.',
        produces: ['text/event-stream'],
      } as object,
    },
    (request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        // Proxies are not to gather events.
        'x-accel-buffering': 'no',
      });
      const leave = stream.join((text) => {
        // Who does not read is not waited for.
        if (reply.raw.writableLength > MOST_UNREAD_BYTES) reply.raw.destroy();
        else reply.raw.write(text);
      });
      request.raw.on('close', leave);
      reply.raw.on('close', leave);
    },
  );
};

/** One timer for all who listen; none for nobody. */
class SampleStream {
  readonly #samples: LiveSamples;
  readonly #listeners = new Set<(text: string) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(samples: LiveSamples) {
    this.#samples = samples;
  }

  join(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#event());
    this.#timer ??= setInterval(() => this.#tell(), STREAM_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #tell(): void {
    const text = this.#event();
    for (const listener of this.#listeners) listener(text);
  }

  #event(): string {
    return `event: sample\ndata: ${JSON.stringify(this.#samples.take())}\n\n`;
  }
}

function serverOf(context: AdminContext) {
  const now = context.readings();
  const { startedMs, runId, configFile } = now.sources;
  return {
    version: LARDER_VERSION,
    redisVersion: REDIS_VERSION,
    nodeVersion: process.versions.node,
    pid: process.pid,
    runId,
    os: `${process.platform} ${process.arch}`,
    threads: context.ioThreads,
    port: now.port,
    startedMs,
    uptimeSeconds: now.uptimeSeconds,
    configFile,
  };
}

function keyspacesOf(context: AdminContext) {
  const { store } = context.readings().sources;
  return Array.from({ length: store.databases }, (_, db) => ({
    db,
    keys: store.size(db),
    expires: store.expiring(db),
    subexpires: store.expiringElements(db),
  })).filter(({ keys }) => keys > 0);
}
