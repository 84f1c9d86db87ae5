/** Runs `redis-benchmark` (from REDIS_BENCHMARK, else the PATH) and the CPU that the server spent on it. */
import { spawn } from 'node:child_process';
import type { RunningServer } from '../helpers/peers.ts';
import { cpuSeconds } from '../helpers/process-cost.ts';
import type { Figures } from './bench-case.ts';

export interface BenchmarkRun {
  readonly command: 'SET' | 'GET';
  readonly depth: number;
  readonly valueBytes: number;
  readonly requests: number;
}

const connections = 50;
const keySpace = 100_000;

function start(args: readonly string[]): Promise<string> {
  const program = process.env['REDIS_BENCHMARK'] ?? 'redis-benchmark';
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      const advice = 'install redis-tools, or set REDIS_BENCHMARK to its path';
      fail(error.code === 'ENOENT' ? new Error(`${program} is not there: ${advice}`) : error);
    });
    child.once('close', (code) => {
      if (code === 0) done(printed);
      else fail(new Error(`${program} ended with ${code}: ${complaints.trim()}`));
    });
  });
}

/** Requests a second from `--csv` output: its second line's second column. */
export function parseRequestsPerSecond(csv: string): number {
  const line = csv.split('\n').find((text) => /^"(SET|GET)"/.test(text));
  const value = Number(line?.split(',')[1]?.replaceAll('"', ''));
  if (!(value > 0)) throw new Error(`redis-benchmark printed no figure: ${csv.trim()}`);
  return value;
}

/** `throughput` in requests a second and `cpu` in microseconds of the server's CPU a request. */
export async function runRedisBenchmark(server: RunningServer, run: BenchmarkRun): Promise<Figures> {
  const before = server.cpu();
  const csv = await start([
    ...['-h', server.host, '-p', String(server.port), '-c', String(connections), '-r', String(keySpace)],
    ...['-P', String(run.depth), '-d', String(run.valueBytes), '-n', String(run.requests)],
    ...['-t', run.command.toLowerCase(), '--csv'],
  ]);
  const cpu = cpuSeconds(before, server.cpu());
  return { throughput: parseRequestsPerSecond(csv), cpu: (cpu / run.requests) * 1e6 };
}
