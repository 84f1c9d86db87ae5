/** What asks for no token: the metrics. Health is answered by the front door, which needs nothing else for it. */
import { type FastifyInstance, fastify } from 'fastify';
import { refuseMetrics } from './access.ts';
import type { AdminContext } from './admin-context.ts';
import { ApiError } from './api-error.ts';
import { METRICS_TYPE, MetricsText } from './metrics-text.ts';

export async function openApp(context: AdminContext): Promise<FastifyInstance> {
  const app = fastify({ logger: false });
  const metrics = new MetricsText(context);
  app.get('/metrics', async ({ headers }, reply) => {
    const refusal = refuseMetrics(headers, context.settings.current);
    if (refusal !== undefined) throw new ApiError(refusal.statusCode, refusal.message);
    return reply.type(METRICS_TYPE).send(await metrics.text());
  });
  await app.ready();
  return app;
}
