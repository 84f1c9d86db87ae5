/** How long commands take, and what took long. */
import { Type } from 'typebox';
import type { Routes } from '../api-app.ts';

const CommandLatency = Type.Object({
  name: Type.String(),
  calls: Type.Number(),
  usPerCall: Type.Number(),
  rejected: Type.Number(),
  failed: Type.Number(),
  p50Us: Type.Number(),
  p99Us: Type.Number(),
  p999Us: Type.Number(),
  buckets: Type.Array(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), {
    description: 'an upper bound in µs, and how many calls took no longer',
  }),
});
const Event = Type.Object({
  name: Type.String(),
  highestMs: Type.Number(),
  samples: Type.Array(Type.Object({ timeMs: Type.Number(), ms: Type.Number() })),
});
const Latency = Type.Object({
  thresholdMs: Type.Number(),
  commands: Type.Array(CommandLatency),
  events: Type.Array(Event),
});
const PERCENTS = [50, 99, 99.9];

export const latencyRoutes: Routes = (app, { commands, latency, settings }) => {
  app.get(
    '/api/v1/latency',
    { schema: { summary: 'Durations by command, and events that took long.', response: { 200: Latency } } },
    async () => ({
      thresholdMs: settings.current.latencyMonitorThreshold,
      commands: commands.used().map(({ id, name, calls, us, rejected, failed }) => {
        const [p50Us = 0, p99Us = 0, p999Us = 0] = calls === 0 ? [] : commands.percentiles(id, PERCENTS);
        const buckets = (commands.histogram(id)?.buckets ?? []).map((bucket) => [...bucket]);
        return {
          name,
          calls,
          usPerCall: calls === 0 ? 0 : us / calls,
          rejected,
          failed,
          p50Us,
          p99Us,
          p999Us,
          buckets,
        };
      }),
      events: latency.list().map(({ name, highestMs, samples }) => ({
        name,
        highestMs,
        samples: samples.map(({ seconds, ms }) => ({ timeMs: seconds * 1000, ms })),
      })),
    }),
  );
  app.delete(
    '/api/v1/latency',
    { schema: { summary: 'Forgets the events.', response: { 204: Type.Null() } } },
    async (_request, reply) => {
      latency.reset([]);
      return reply.code(204).send(null);
    },
  );
};
