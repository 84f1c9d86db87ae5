/** A full cache in use, three ways to choose keys: hit ratio, latency and throughput together. */

import type { RunningServer } from '../../helpers/peers.ts';
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import type { CacheAsideJob, LoadResult } from '../load/jobs.ts';
import { fillJob, measureLoad } from '../server-load.ts';

export const rank = 3;

const keys = 100_000;
const valueBytes = 256;
const maxmemory = '24mb';
const patterns: readonly { readonly pattern: CacheAsideJob['pattern']; readonly title: string }[] = [
  { pattern: 'random', title: 'uniformly random keys' },
  { pattern: 'sequential', title: 'keys in sequence, over and over' },
  { pattern: 'zipf', title: 'hot spots (Zipf 0.99)' },
];

/** Where the last job on a server ended: the next one goes on from there, with other random numbers. */
const progress = new WeakMap<RunningServer, { jobs: number; nextKey: number }>();

function mixJob(server: RunningServer, pattern: CacheAsideJob['pattern'], durationMs: number): CacheAsideJob {
  const { jobs, nextKey } = progress.get(server) ?? { jobs: 0, nextKey: 0 };
  const shape = { connections: 16, depth: 4, keys, valueBytes, pattern, durationMs };
  return { kind: 'cache-aside', port: server.port, seed: jobs + 1, firstKey: nextKey, ...shape };
}

function noteProgress(server: RunningServer, result: LoadResult): void {
  progress.set(server, { jobs: (progress.get(server)?.jobs ?? 0) + 1, nextKey: result.nextSeq % keys });
}

function mixCase({ pattern, title }: (typeof patterns)[number]): BenchCase {
  return {
    id: `mix-${pattern}`,
    title: `Cache-aside, ${title}`,
    about: `GET, and SET after a miss, of ${keys.toLocaleString('en-US')} keys with ${valueBytes}-byte values under maxmemory ${maxmemory}, allkeys-lru; 16 connections, 4 requests under way on each.`,
    costSeconds: 25,
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
      noteProgress(server, await context.load.run(mixJob(server, pattern, context.scale(2500, 1000))));
    },
    async measure(server, context) {
      const job = mixJob(server, pattern, context.scale(1500, 600));
      const { result, throughput, cpu } = await measureLoad(server, context, job);
      noteProgress(server, result);
      const { p50Us, p99Us, p999Us } = result.latency;
      return { hits: (1 - result.nulls / result.done) * 100, throughput, cpu, p50: p50Us, p99: p99Us, p999: p999Us };
    },
  };
}

export default patterns.map(mixCase);
