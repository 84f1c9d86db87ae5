/** A full cache in use, three ways to choose keys: hit ratio, latency and throughput together. */
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import type { CacheAsideJob } from '../load/jobs.ts';
import { fillJob, measureLoad } from '../server-load.ts';

export const rank = 3;

const keys = 200_000;
const valueBytes = 256;
const maxmemory = '48mb';
const patterns: readonly { readonly pattern: CacheAsideJob['pattern']; readonly title: string }[] = [
  { pattern: 'random', title: 'uniformly random keys' },
  { pattern: 'sequential', title: 'keys in sequence, over and over' },
  { pattern: 'zipf', title: 'hot spots (Zipf 0.99)' },
];

function mixCase({ pattern, title }: (typeof patterns)[number]): BenchCase {
  const jobOf = (port: number, durationMs: number): CacheAsideJob => ({
    kind: 'cache-aside',
    port,
    connections: 16,
    depth: 4,
    durationMs,
    keys,
    pattern,
    valueBytes,
  });
  return {
    id: `mix-${pattern}`,
    title: `Cache-aside, ${title}`,
    about: `GET, and SET after a miss, of ${keys.toLocaleString('en-US')} keys with ${valueBytes}-byte values under maxmemory ${maxmemory}, allkeys-lru; 16 connections, 4 requests under way on each.`,
    costSeconds: 35,
    keepServers: true,
    measures: [
      { key: 'hits', label: 'hit ratio', unit: '%', better: 'higher' },
      { key: 'throughput', label: 'GETs', unit: 'req/s', better: 'higher' },
      { key: 'cpu', label: 'server CPU a GET', unit: 'µs', better: 'lower' },
      { key: 'p50', label: 'GET p50', unit: 'µs', better: 'lower' },
      { key: 'p99', label: 'GET p99', unit: 'µs', better: 'lower' },
      { key: 'p999', label: 'GET p99.9', unit: 'µs', better: 'lower' },
    ],
    subjects: (lineup) =>
      oursAndPeers(lineup, { both: ['--maxmemory', maxmemory, '--maxmemory-policy', 'allkeys-lru'] }),
    async prepare(server, context) {
      await context.load.run(fillJob(server, [['SET', 'key:{seq:12}', `{fill:${valueBytes}}`]], keys));
      await context.load.run(jobOf(server.port, context.scale(2000, 500)));
    },
    async measure(server, context) {
      const { result, throughput, cpu } = await measureLoad(
        server,
        context,
        jobOf(server.port, context.scale(1500, 600)),
      );
      const { p50Us, p99Us, p999Us } = result.latency;
      return { hits: (1 - result.nulls / result.done) * 100, throughput, cpu, p50: p50Us, p99: p99Us, p999: p999Us };
    },
  };
}

export default patterns.map(mixCase);
