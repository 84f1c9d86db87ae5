/** What a second io thread costs: the same requests at one and at two threads, ours against ours. */
import type { BenchCase } from '../bench-case.ts';
import { variant } from '../lineup.ts';
import { runRedisBenchmark } from '../redis-benchmark.ts';
import { fillJob } from '../server-load.ts';

export const rank = 2;

const requestsAtDepth: Readonly<Record<number, number>> = { 1: 80_000, 16: 500_000, 64: 800_000 };
const commands = ['SET', 'GET'] as const;

function threadsCase(depth: number): BenchCase {
  const requests = requestsAtDepth[depth] ?? 100_000;
  return {
    id: `threads-${depth}`,
    title: `Two io threads against one, depth ${depth}, 64 B values`,
    about: 'redis-benchmark -c 50 -r 100000 -d 64 on `--threads 2` and on `--threads 1`.',
    costSeconds: 25,
    keepServers: true,
    measures: commands.flatMap((command) => [
      { key: `${command}.throughput`, label: `${command} throughput`, unit: 'req/s', better: 'higher' },
      {
        key: `${command}.cpu`,
        label: `${command} CPU a request`,
        unit: 'µs',
        better: 'lower',
        bar: { kind: 'ratio', limit: 1.15 },
      },
    ]),
    subjects: (lineup) => [
      variant(lineup, `${lineup.ours} --threads 2`, ['--threads', '2']),
      variant(lineup, `${lineup.ours} --threads 1`, ['--threads', '1']),
    ],
    async prepare(server, context) {
      await context.load.run(fillJob(server, [['SET', 'key:{seq:12}', '{fill:64}']], 100_000));
      for (const command of commands) {
        await runRedisBenchmark(server, {
          command,
          depth,
          valueBytes: 64,
          requests: context.scale(requests, requests / 4),
        });
      }
    },
    async measure(server, context) {
      const figures: Record<string, number> = {};
      for (const command of commands) {
        const run = { command, depth, valueBytes: 64, requests: context.scale(requests, requests / 4) };
        const got = await runRedisBenchmark(server, run);
        for (const [key, value] of Object.entries(got)) figures[`${command}.${key}`] = value;
      }
      return figures;
    },
  };
}

export default [1, 16, 64].map(threadsCase);
