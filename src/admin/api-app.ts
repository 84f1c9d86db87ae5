/** The API under /api/v1 and the page: everything that needs the token, and the files that do not. */
import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { LARDER_VERSION } from '../version.ts';
import { refuseApi, refuseExposure, refuseOrigin } from './access.ts';
import type { AdminContext } from './admin-context.ts';
import { analyticsRoutes } from './api/analytics.ts';
import { bigKeyRoutes } from './api/big-keys.ts';
import { clientRoutes } from './api/clients.ts';
import { configRoutes } from './api/config.ts';
import { evictionRoutes } from './api/eviction.ts';
import { flushRoutes } from './api/flush.ts';
import { hotKeyRoutes } from './api/hot-keys.ts';
import { keyRoutes } from './api/keys.ts';
import { latencyRoutes } from './api/latency.ts';
import { memoryRoutes } from './api/memory.ts';
import { sessionRoutes } from './api/session.ts';
import { slowLogRoutes } from './api/slow-log.ts';
import { statsRoutes } from './api/stats.ts';
import { ApiError } from './api-error.ts';
import { BusyError, CommandError } from './command-channel.ts';
import { pageRoutes } from './page.ts';
import { WrongTokens } from './wrong-tokens.ts';

const BODY_BYTES = 64 * 1024;
/** Keys stand in addresses. */
const PARAMETER_BYTES = 8 * 1024;

/** What may go wrong in a route; `setting`: the one at fault. */
interface Failure extends Error {
  readonly statusCode?: number;
  readonly setting?: string | null;
}

export type AdminApp = ReturnType<typeof newApp>;
export type Routes = (app: AdminApp, context: AdminContext) => void;

const routes: readonly Routes[] = [
  sessionRoutes,
  statsRoutes,
  configRoutes,
  clientRoutes,
  slowLogRoutes,
  latencyRoutes,
  memoryRoutes,
  keyRoutes,
  hotKeyRoutes,
  bigKeyRoutes,
  flushRoutes,
  evictionRoutes,
  analyticsRoutes,
];

function newApp() {
  return fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    routerOptions: { maxParamLength: PARAMETER_BYTES },
    ajv: { customOptions: { removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
}

export async function apiApp(context: AdminContext): Promise<FastifyInstance> {
  const app = newApp();
  // Only JSON: a form of another site cannot send it without asking first.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request) => {
    const refusal = refusalOf(request, context);
    if (refusal !== undefined) throw new ApiError(refusal.statusCode, refusal.message);
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store');
  });
  const wrongTokens = new WrongTokens((text) => context.log.warning(text));
  app.setErrorHandler((error: Failure, { headers }, reply) => {
    const statusCode = statusOf(error);
    if (statusCode === 401 && headers.authorization !== undefined) wrongTokens.happened();
    if (statusCode >= 500 && statusCode !== 503) context.log.warning(`the HTTP server failed: ${error.stack}`);
    if (statusCode === 401) reply.header('www-authenticate', 'Bearer');
    const { message, setting } = error;
    const told = { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
    return reply.code(statusCode).send(setting === undefined ? told : { ...told, setting });
  });
  await app.register(swagger, {
    openapi: {
      info: { title: 'Larder', description: 'Administration of a Larder server.', version: LARDER_VERSION },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
  });
  await app.register(async (api) => {
    for (const add of routes) add(api.withTypeProvider<TypeBoxTypeProvider>() as AdminApp, context);
    api.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  });
  await pageRoutes(app, context);
  await app.ready();
  return app;
}

function refusalOf(request: FastifyRequest, { settings }: AdminContext) {
  settings.refreshIfChanged();
  const { current } = settings;
  const { headers } = request;
  // The route and not the address decides: that may be written in many ways.
  const route = request.routeOptions.url ?? '';
  if (route.startsWith('/api/')) return refuseApi(headers, current);
  return refuseOrigin(headers, current) ?? refuseExposure(current);
}

function statusOf(error: Failure): number {
  if (error instanceof CommandError) return 400;
  if (error instanceof BusyError) return 503;
  return error.statusCode ?? 500;
}
