/** What anybody may read: the metrics. Health is answered by the front door, which needs nothing else for it. */
import { type FastifyInstance, fastify } from 'fastify';
import type { AdminContext } from './admin-context.ts';
import { METRICS_TYPE, MetricsText } from './metrics-text.ts';

export async function openApp(context: AdminContext): Promise<FastifyInstance> {
  const app = fastify({ logger: false });
  const metrics = new MetricsText(context);
  app.get('/metrics', async (_request, reply) => reply.type(METRICS_TYPE).send(await metrics.text()));
  await app.ready();
  return app;
}
