/** Throughput and CPU a request of small values, at three pipeline depths. */
import type { BenchCase, Measure } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { type BenchmarkRun, runRedisBenchmark } from '../redis-benchmark.ts';

export const rank = 1;

const commands = ['SET', 'GET'] as const;
const requestsAtDepth: Readonly<Record<number, number>> = { 1: 80_000, 16: 600_000, 64: 1_200_000 };

function measuresFor(depth: number, valueBytes: number): Measure[] {
  const small = valueBytes === 64;
  const throughputBar = depth === 1 && small ? { bar: { kind: 'ratio', limit: 0.9 } as const } : {};
  const cpuLimit = depth === 1 ? (small ? 1.3 : undefined) : depth === 16 ? 1 : 0.75;
  const cpuBar = cpuLimit === undefined ? {} : { bar: { kind: 'ratio', limit: cpuLimit } as const };
  return commands.flatMap((command): Measure[] => [
    { key: `${command}.throughput`, label: `${command} throughput`, unit: 'req/s', better: 'higher', ...throughputBar },
    { key: `${command}.cpu`, label: `${command} CPU a request`, unit: 'µs', better: 'lower', ...cpuBar },
  ]);
}

function throughputCase(depth: number, valueBytes: number): BenchCase {
  const runOf = (command: 'SET' | 'GET', requests: number): BenchmarkRun => ({ command, depth, valueBytes, requests });
  const full = requestsAtDepth[depth] ?? 100_000;
  const size = valueBytes < 1024 ? `${valueBytes} B` : `${valueBytes / 1024} KiB`;
  return {
    id: `depth-${depth}-${valueBytes}`,
    title: `Depth ${depth}, ${size} values`,
    about: `redis-benchmark -c 50 -r 100000 -P ${depth} -d ${valueBytes}, SET and GET, one io thread.`,
    costSeconds: 30,
    keepServers: true,
    measures: measuresFor(depth, valueBytes),
    subjects: (lineup) => oursAndPeers(lineup),
    async prepare(server, context) {
      const unit = [['SET', 'key:{seq:12}', `{fill:${valueBytes}}`]];
      await context.load.run({ kind: 'pipeline', port: server.port, unit, connections: 4, batch: 100, units: 100_000 });
      // What is measured is a server that has been at work for a while: its compilers are done with what it does.
      for (const command of commands) await runRedisBenchmark(server, runOf(command, context.scale(full * 2, full)));
    },
    async measure(server, context) {
      const figures: Record<string, number> = {};
      for (const command of commands) {
        const got = await runRedisBenchmark(server, runOf(command, context.scale(full, full / 2)));
        for (const [key, value] of Object.entries(got)) figures[`${command}.${key}`] = value;
      }
      return figures;
    },
  };
}

export default [1, 16, 64].flatMap((depth) => [64, 1024].map((valueBytes) => throughputCase(depth, valueBytes)));
