/**
 * The HTTP server itself: answers for health, and loads what answers for the rest when it is asked for the first time.
 * A server that nobody asks over HTTP pays no memory for fastify and the schemas: 4 MB instead of 35.
 */

import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OPEN_PATHS, pathOf } from './access.ts';
import type { AdminContext } from './admin-context.ts';
import { ConnectionRoom } from './connection-room.ts';

/** What an app is for us: it takes a request over. */
type Routing = (request: IncomingMessage, response: ServerResponse) => void;

/** An idle connection, and one that sends its request too slowly or none at all, are closed. */
const KEEP_ALIVE_MS = 30_000;
const REQUEST_MS = 20_000;
const LOOK_EVERY_MS = 5_000;
const MOST_CONNECTIONS = 512;
const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', allow: 'GET, HEAD' };

/**
 * What makes servers that listen on nothing yet, one an address. They share what is loaded, and the room for connections.
 */
export function frontDoor(context: AdminContext): () => Server {
  const open = once(async () => {
    await inTurns([() => import('fastify'), () => import('prom-client')]);
    return (await (await import('./open-app.ts')).openApp(context)).routing;
  });
  const api = once(async () => {
    await inTurns([
      () => import('fastify'),
      () => import('typebox'),
      () => import('@fastify/static'),
      () => import('@fastify/swagger'),
    ]);
    return (await (await import('./api-app.ts')).apiApp(context)).routing;
  });
  const room = new ConnectionRoom(MOST_CONNECTIONS);
  const listener: RequestListener = (request, response) => {
    const path = pathOf(request.url ?? '/');
    if (!room.takes(request, response, path.startsWith('/api/'))) return;
    if (path === '/healthz' || path === '/readyz') {
      if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'GET or HEAD');
      if (path === '/healthz') return answer(response, 200, 'ok');
      return context.isReady() ? answer(response, 200, 'ready') : answer(response, 503, 'not ready');
    }
    const load = OPEN_PATHS.has(path) ? open : api;
    load().then(
      (routing) => routing(request, response),
      (error: Error) => {
        context.log.warning(`the HTTP server cannot answer: ${error.message}`);
        answer(response, 500, 'the server cannot answer');
      },
    );
  };
  // An `import` of this module also loads what it exports lazily, WebSocket and fetch among it: 16 MB.
  const { createServer } = process.getBuiltinModule('node:http');
  const times = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
  };
  return () => {
    const server = createServer(times, listener);
    room.watch(server);
    return server;
  };
}

function answer(response: ServerResponse, statusCode: number, text: string): void {
  response.writeHead(statusCode, TEXT).end(`${text}\n`);
}

/** One after the other: each takes some 100 ms, and health is answered in between. */
async function inTurns(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const load of loads) {
    await load();
    await nextTurn();
  }
}

/** Loads once; after a failure the next request tries again. */
function once(load: () => Promise<Routing>): () => Promise<Routing> {
  let loading: Promise<Routing> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
