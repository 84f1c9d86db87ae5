/**
 * Whole programs that talk to the server: Python scripts with python3-redis, and redis-cli in its odd modes.
 * Where the interpreter or redis-cli is missing, the check is skipped aloud; with CI=true it fails.
 */
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './checks.ts';
import type { ServerSide } from './pair.ts';
import type { Difference } from './report.ts';
import type { Feature } from './scenario.ts';

const FOLDER = join(import.meta.dirname, 'programs');
const PYTHON = process.env['PYTHON3'] ?? '/usr/bin/python3';
const REDIS_CLI = process.env['REDIS_CLI'] ?? 'redis-cli';

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function run(program: string, args: readonly string[], input = '', ms = 60_000): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(program, args, { timeout: ms, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
    });
    child.stdin?.end(input);
  });
}

/** Asked once: meanwhile nothing else runs. */
const hasRedisModule = once(() => spawnSync(PYTHON, ['-c', 'import redis']).status === 0);
const hasRedisCli = once(() => spawnSync(REDIS_CLI, ['--version']).status === 0);

function once(ask: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= ask();
    return known;
  };
}

/** Why a program cannot run here, or undefined. */
export function missingProgram(check: Check): string | undefined {
  if (check.name.endsWith('.py')) {
    return hasRedisModule() ? undefined : `${PYTHON} has no redis module: apt-get install python3-redis`;
  }
  if (!check.name.startsWith('programs/redis-cli')) return undefined;
  return hasRedisCli() ? undefined : 'no redis-cli: apt-get install redis-tools';
}

function program(name: string, act: (side: ServerSide) => Promise<string | undefined>): Check {
  return {
    name: `programs/${name}`,
    needs: [],
    server: {},
    resp: [2],
    async run(pair): Promise<Difference[]> {
      const [oracle, ours] = [await act(pair.oracle), await act(pair.subject)];
      if (oracle !== undefined) return [{ sent: name, oracle, ours: ours ?? '', why: 'fails on the oracle itself' }];
      return ours === undefined ? [] : [{ sent: name, oracle: 'works', ours, why: 'does not work' }];
    },
  };
}

/** A script may begin with `# needs: hash multi`. */
function script(file: string): Check {
  const path = join(FOLDER, file);
  const needs = /^# needs: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]?.split(' ') ?? [];
  const check = program(file, async (side) => {
    const { code, output } = await run(PYTHON, [path, String(side.port)]);
    return code === 0 ? undefined : output;
  });
  return { ...check, needs: needs as Feature[] };
}

/** redis-cli with these arguments must end well and print what `wanted` matches. */
const cli = (name: string, args: readonly string[], wanted: RegExp, input?: string): Check =>
  program(`redis-cli ${name}`, async (side) => {
    const { code, output } = await run(REDIS_CLI, ['-p', String(side.port), ...args], input);
    if (wanted.test(output)) return undefined;
    return `exit code ${code}, printed ${output.slice(0, 2_000)}`;
  });

/** redis-cli modes that never end are given a moment; line buffering shows what they had printed when it is over. */
const endless = (name: string, args: readonly string[], wanted: RegExp): Check =>
  program(`redis-cli ${name}`, async (side) => {
    const { output } = await run('stdbuf', ['-oL', REDIS_CLI, '-p', String(side.port), ...args], '', 2_500);
    return wanted.test(output) ? undefined : `printed ${output.slice(0, 2_000)}`;
  });

/** redis-benchmark asks CONFIG GET first and then sends what it always sends. */
const benchmark = program('redis-cli companion redis-benchmark', async (side) => {
  const args = ['-p', String(side.port), '-q', '-n', '20000', '-c', '20', '-P', '8', '-t', 'ping,set,get,incr,mset'];
  const { code, output } = await run('redis-benchmark', args);
  const cases = output.match(/requests per second/g)?.length ?? 0;
  return code === 0 && cases === 6 && !/error/i.test(output) ? undefined : `exit code ${code}, printed ${output}`;
});

const pipeInput = Array.from({ length: 10_000 }, (_, i) => {
  const key = `pipe:${i}`;
  return `*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$5\r\nvalue\r\n`;
}).join('');

/** In this order: the later ones look at the keys that `--pipe` made. */
export function programChecks(): Check[] {
  return [
    ...readdirSync(FOLDER)
      .filter((file) => file.endsWith('.py'))
      .sort()
      .map(script),
    cli('--pipe', ['--pipe'], /errors: 0, replies: 10000/, pipeInput),
    cli('--scan', ['--scan', '--pattern', 'pipe:123*'], /pipe:1234/),
    cli('--bigkeys', ['--bigkeys'], /10000 strings? with 50000 bytes/),
    cli('--memkeys', ['--memkeys'], /Sampled 10000 keys in the keyspace/),
    endless('--stat', ['--stat', '-i', '0.5'], /10000/),
    endless('--latency', ['--latency', '--raw', '-i', '1'], /\d+ \d+ \d+\.\d+ \d+/),
    benchmark,
    cli('-3', ['-3', 'CONFIG', 'GET', 'maxmemory-samples'], /maxmemory-samples/),
    cli('--csv', ['--csv', 'MGET', 'pipe:1', 'nothing'], /"value",NULL/),
    cli('--json', ['--json', 'GET', 'pipe:1'], /"value"/),
    cli('from standard input', [], /value/, 'GET pipe:1\nDEL pipe:1\n'),
    cli('-r', ['-r', '5', 'INCR', 'counter'], /5/),
    cli('with an error', ['INCR', 'pipe:2'], /ERR value is not an integer or out of range/),
  ];
}
