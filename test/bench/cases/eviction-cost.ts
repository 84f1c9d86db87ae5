/** What choosing victims costs: writes into a full cache. */
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers, variant } from '../lineup.ts';
import { fillJob, measureLoad } from '../server-load.ts';

export const rank = 23;

const maxmemory = ['--maxmemory', '64mb'];
const lru = ['--maxmemory-policy', 'allkeys-lru'];
const keys = 1_000_000;

const bench: BenchCase = {
  id: 'eviction-cost',
  title: 'Writes under eviction pressure, depth 16',
  about: `SET of ${keys.toLocaleString('en-US')} random keys (16/64) where memory holds about half of them: our allkeys-adaptive beside our allkeys-lru and the peers' allkeys-lru.`,
  costSeconds: 40,
  keepServers: true,
  measures: [
    {
      key: 'cpu',
      label: 'SET CPU a request, adaptive to our LRU',
      unit: 'µs',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1.1, against: ['ours, allkeys-lru'] },
    },
    {
      key: 'cpu',
      label: 'SET CPU a request, adaptive to the peers',
      unit: 'µs',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1, against: ['redis-8', 'valkey-8', 'redis-7'] },
    },
    { key: 'throughput', label: 'SET throughput', unit: 'req/s', better: 'higher' },
  ],
  subjects(lineup) {
    const [, ...peers] = oursAndPeers(lineup, { both: [...maxmemory, ...lru] });
    const adaptive = ['--threads', '1', '--maxmemory-policy', 'allkeys-adaptive'];
    const standIn = lineup.ours === 'larder' ? maxmemory : [...maxmemory, ...lru];
    return [
      variant(lineup, 'ours, adaptive', adaptive, standIn),
      variant(lineup, 'ours, allkeys-lru', ['--threads', '1'], [...maxmemory, ...lru]),
      ...peers,
    ];
  },
  prepare: async (server, context) => {
    await context.load.run(fillJob(server, [['SET', 'key:{seq:12}', '{fill:64}']], keys));
  },
  async measure(server, context) {
    const unit = [['SET', `key:{uniform:12:0:${keys}}`, '{fill:64}']];
    const shape = { connections: 50, batch: 16, units: context.scale(500_000, 150_000), seed: Date.now() % 65_536 };
    const { throughput, cpu } = await measureLoad(server, context, {
      kind: 'pipeline',
      port: server.port,
      unit,
      ...shape,
    });
    return { throughput, cpu };
  },
};

export default [bench];
