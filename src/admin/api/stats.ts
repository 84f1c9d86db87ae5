/** The figures of now, once or as a stream. */
import { Type } from 'typebox';
import { infoSections } from '../../metrics/info-text.ts';
import { LARDER_VERSION, REDIS_VERSION } from '../../version.ts';
import { refuseApi } from '../access.ts';
import type { AdminContext } from '../admin-context.ts';
import type { Routes } from '../api-app.ts';
import { SampleSchema } from '../sample-schema.ts';

const MOST_UNREAD_BYTES = 256 * 1024;

const Stats = Type.Intersect([
  SampleSchema,
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

const History = Type.Object({ samples: Type.Array(SampleSchema, { description: 'the oldest first' }) });

export const statsRoutes: Routes = (app, context) => {
  const { history, settings } = context;
  app.get(
    '/api/v1/stats',
    { schema: { summary: 'All figures of now: a sample, the server, and INFO.', response: { 200: Stats } } },
    async () => {
      const now = context.readings();
      return {
        ...history.now(),
        server: serverOf(context),
        keyspaces: keyspacesOf(context),
        info: infoSections(now, context.commands),
      };
    },
  );
  app.get(
    '/api/v1/history',
    { schema: { summary: 'The samples of the last ten minutes, one a second.', response: { 200: History } } },
    (_request, reply) => {
      // They are kept as the text that they are told in.
      const text = `{"samples":[${history.texts().join(',')}]}`;
      reply.type('application/json; charset=utf-8').send(text as never);
    },
  );
  app.get(
    '/api/v1/stream',
    {
      schema: {
        summary: 'A sample a second, as server-sent events named `sample`.',
        produces: ['text/event-stream'],
      } as object,
      // It would not end.
      exposeHeadRoute: false,
    },
    (request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        // Proxies are not to gather events.
        'x-accel-buffering': 'no',
        connection: 'close',
      });
      const leave = history.listen((text) => {
        settings.refreshIfChanged();
        // The server stops, or what let the listener in has changed.
        if (text === undefined || refuseApi(request.headers, settings.current) !== undefined) reply.raw.end();
        // Who does not read is not waited for.
        else if (reply.raw.writableLength > MOST_UNREAD_BYTES) reply.raw.destroy();
        else reply.raw.write(`event: sample\ndata: ${text}\n\n`);
      });
      request.raw.on('close', leave);
      reply.raw.on('close', leave);
    },
  );
};

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
