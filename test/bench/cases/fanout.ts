/** Pub/sub: one publisher, a hundred subscribers. */
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { measureLoad } from '../server-load.ts';

export const rank = 22;

const subscribers = 100;

const bench: BenchCase = {
  id: 'fanout',
  title: 'Pub/sub, 1 publisher and 100 subscribers, 64-byte messages',
  about: 'The publisher sends 100 messages, waits until every subscriber has them all, and sends the next hundred.',
  costSeconds: 15,
  keepServers: true,
  measures: [
    {
      key: 'throughput',
      label: 'delivered',
      unit: 'msg/s',
      better: 'higher',
      bar: { kind: 'ratio', limit: 1, against: ['redis-8', 'redis-7'] },
    },
    {
      key: 'cpu',
      label: 'CPU a delivered message',
      unit: 'µs',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1, against: ['redis-8', 'redis-7'] },
    },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  async prepare(server, context) {
    const messages = context.scale(10_000, 2000);
    await context.load.run({ kind: 'fanout', port: server.port, subscribers, messages, payloadBytes: 64, window: 100 });
  },
  async measure(server, context) {
    const messages = context.scale(20_000, 5000);
    const shape = { subscribers, messages, payloadBytes: 64, window: 100 };
    const { throughput, cpu } = await measureLoad(server, context, { kind: 'fanout', port: server.port, ...shape });
    return { throughput, cpu };
  },
};

export default [bench];
