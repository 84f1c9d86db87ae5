/** What it costs to be watched: the same load with a scrape of the metrics every second, and with the HTTP side off. */
import { http } from '../../helpers/http.ts';
import type { BenchCase } from '../bench-case.ts';
import { variant } from '../lineup.ts';
import { runRedisBenchmark } from '../redis-benchmark.ts';

export const rank = 24;

const ROUNDS = 9;
const SCRAPE_MS = 1_000;
const requests = 1_500_000;

const bench: BenchCase = {
  id: 'admin-scrape',
  title: 'A scrape every second, depth 16',
  about:
    'redis-benchmark -c 50 -P 16 -d 64, GET, one io thread: /metrics is read every second, beside the HTTP side switched off.',
  costSeconds: 120,
  keepServers: true,
  measures: [
    {
      key: 'cpu',
      label: 'GET CPU a request, scraped to not',
      unit: 'µs',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1.03, against: ['ours, HTTP off'] },
    },
    { key: 'throughput', label: 'GET throughput', unit: 'req/s', better: 'higher' },
  ],
  subjects(lineup) {
    if (lineup.ours !== 'larder') return [];
    return [
      variant(lineup, 'ours, scraped', ['--threads', '1']),
      variant(lineup, 'ours, HTTP off', ['--threads', '1', '--admin-port', '0']),
    ];
  },
  rounds: ({ quick }) => (quick ? 3 : ROUNDS),
  async prepare(server, context) {
    const unit = [['SET', 'key:{seq:12}', '{fill:64}']];
    await context.load.run({ kind: 'pipeline', port: server.port, unit, connections: 4, batch: 100, units: 100_000 });
    await runRedisBenchmark(server, {
      command: 'GET',
      depth: 16,
      valueBytes: 64,
      requests: context.scale(requests, 200_000),
    });
    if (server.adminPort !== 0) await http(server.adminPort, '/metrics');
  },
  async measure(server, context) {
    const scrape = (): void => void http(server.adminPort, '/metrics').catch(() => undefined);
    if (server.adminPort !== 0) scrape();
    const timer = server.adminPort === 0 ? undefined : setInterval(scrape, SCRAPE_MS);
    const count = context.scale(requests, requests / 4);
    const figures = await runRedisBenchmark(server, { command: 'GET', depth: 16, valueBytes: 64, requests: count });
    clearInterval(timer);
    return { ...figures };
  },
};

export default bench;
