/**
 * Starts the servers that tests and benchmarks compare: the peers (redis 8, valkey 8, redis 7) and Larder itself.
 *
 * A peer's binary comes from REDIS_8, VALKEY_8 or REDIS_7; else a `redis-server` (or `valkey-server`) on the PATH
 * stands in for whichever peer its version says it is. Every server runs in a directory of its own, on a free port
 * of 127.0.0.1, and is gone when `stop()` resolves or when this process ends, whatever way it ends.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askOnce, parseInfo } from './ask.ts';
import { type CpuSample, readCpu, readRssBytes } from './process-cost.ts';

export type PeerName = 'redis-8' | 'valkey-8' | 'redis-7';
export type ServerName = PeerName | 'larder';

/** A server binary that was found; `version` as the binary prints it, such as `8.0.2`. */
export interface PeerBinary {
  readonly name: PeerName;
  readonly path: string;
  readonly version: string;
}

export interface StartOptions {
  /** Extra command line arguments, such as `['--maxmemory', '1gb']`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How long the first PONG may take. Default 60,000. */
  readonly timeoutMs?: number;
  /** Password that the PING needs, when `args` set one. */
  readonly password?: string;
}

/** A server that answers PING. */
export interface RunningServer {
  readonly name: ServerName;
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Port of Larder's HTTP side; 0 for a peer, or when it is off. */
  readonly adminPort: number;
  readonly pid: number;
  readonly version: string;
  /** Milliseconds from spawning the process to its first PONG. */
  readonly startMs: number;
  /** What it has printed so far (the last 64 KiB). */
  output(): string;
  /** Sends one command over a connection of its own; resolves to its reply as text (see `askOnce`). */
  ask(...args: string[]): Promise<string>;
  /** INFO (of a section, or everything) as field to text. */
  info(section?: string): Promise<Map<string, string>>;
  /** One numeric INFO field; NaN when the server does not have it. */
  infoNumber(field: string, section?: string): Promise<number>;
  cpu(): CpuSample;
  /** Resident set size in bytes. */
  rssBytes(): number;
  /** SIGTERM, after 5 s SIGKILL; resolves when the process is gone and its directory removed. */
  stop(): Promise<void>;
}

const environmentNames: Record<PeerName, string> = {
  'redis-8': 'REDIS_8',
  'valkey-8': 'VALKEY_8',
  'redis-7': 'REDIS_7',
};
const repositoryRoot = resolve(import.meta.dirname, '../..');

/** What to tell somebody who has none of the peers. */
export const howToGetPeers = `No peer server found. Set REDIS_8, VALKEY_8 or REDIS_7 to the path of a redis-server 8, valkey-server 8 or
redis-server 7 binary, or install one so that it is on the PATH:
  Debian 13 / Ubuntu 25.04:  apt-get install redis-server valkey-server
  Debian 12:                 apt-get install redis-server        (redis 7.0)
  macOS:                     brew install redis valkey
  from source:               https://redis.io/downloads  https://valkey.io/download`;

function onPath(program: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, program);
    if (folder !== '' && existsSync(candidate)) return candidate;
  }
  return undefined;
}

function versionOf(path: string): { kind: 'redis' | 'valkey'; version: string } {
  const text = execFileSync(path, ['--version'], { encoding: 'utf8' });
  const match = /\bv=(\d+\.\d+\.\d+)/.exec(text);
  if (match === null) throw new Error(`${path} --version does not look like a Redis or Valkey server: ${text.trim()}`);
  return { kind: /valkey/i.test(text) ? 'valkey' : 'redis', version: match[1] ?? '' };
}

/** The binary of one peer, or undefined. Throws when its environment variable names something that is not a server. */
export function findPeer(name: PeerName): PeerBinary | undefined {
  const variable = environmentNames[name];
  const given = process.env[variable];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`${variable}=${given}: there is no such file`);
    return { name, path: given, version: versionOf(given).version };
  }
  const [kind, major] = name.split('-');
  const path = onPath(`${kind}-server`);
  if (path === undefined) return undefined;
  const found = versionOf(path);
  if (found.kind !== kind || found.version.split('.')[0] !== major) return undefined;
  return { name, path, version: found.version };
}

/** Every peer of `names` that is on this machine. */
export function findPeers(names: readonly PeerName[] = ['redis-8', 'valkey-8', 'redis-7']): PeerBinary[] {
  return names.map(findPeer).filter((peer) => peer !== undefined);
}

/** Below the ports that systems give to clients: another test's connections would take one before a server has it. */
const FIRST_PORT = 10_000;
const PORTS = 20_000;
/** Each process of tests begins elsewhere, and takes no port twice in a row. */
let nextPort = Math.floor(Math.random() * PORTS);

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1_000; tries++) {
    const port = FIRST_PORT + nextPort;
    nextPort = (nextPort + 1) % PORTS;
    if (await isFree(port)) return port;
  }
  throw new Error('there is no free port');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const child of living) child.kill('SIGKILL');
    living.clear();
    process.kill(process.pid, signal);
  });
}

async function stopChild(child: ChildProcess, ended: Promise<void>, folder: string): Promise<void> {
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(killer);
  rmSync(folder, { recursive: true, force: true });
}

async function launch(
  name: ServerName,
  version: string,
  command: readonly string[],
  port: number,
  options: StartOptions,
): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), `larder-${name}-`));
  const spawnedAt = performance.now();
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: folder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-65_536);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let gone = '';
  const ended = new Promise<void>((done) => {
    const settle = (why: string): void => {
      gone = why;
      living.delete(child);
      done();
    };
    child.once('error', (error) => settle(error.message));
    child.once('close', (code, signal) => settle(`it ended with ${signal ?? `exit code ${code}`}`));
  });

  const deadline = spawnedAt + (options.timeoutMs ?? 60_000);
  for (;;) {
    const reply = await askOnce(port, ['PING'], options.password, 2_000).catch((error: Error) => error.message);
    if (reply === 'PONG') break;
    if (gone !== '' || performance.now() > deadline) {
      await stopChild(child, ended, folder);
      throw new Error(`${command.join(' ')} did not answer PING (${gone || reply}). It printed:\n${printed}`);
    }
    await sleep(5);
  }
  const startMs = performance.now() - spawnedAt;
  const pid = child.pid ?? 0;
  const ask = (...args: string[]): Promise<string> => askOnce(port, args, options.password);
  const info = async (section = 'everything'): Promise<Map<string, string>> => parseInfo(await ask('INFO', section));
  return {
    name,
    host: '127.0.0.1',
    port,
    adminPort: 0,
    pid,
    version,
    startMs,
    output: () => printed,
    ask,
    info,
    infoNumber: async (field, section) => Number((await info(section)).get(field) ?? Number.NaN),
    cpu: () => readCpu(pid),
    rssBytes: () => readRssBytes(pid),
    stop: () => stopChild(child, ended, folder),
  };
}

/** Starts a peer without persistence. Rejects with what it printed when it does not answer PING in time. */
export async function startPeer(peer: PeerBinary, options: StartOptions = {}): Promise<RunningServer> {
  const port = await freePort();
  const fixed = [
    '--port',
    String(port),
    '--save',
    '',
    '--appendonly',
    'no',
    '--daemonize',
    'no',
    '--bind',
    '127.0.0.1',
  ];
  return launch(peer.name, peer.version, [peer.path, ...fixed, ...(options.args ?? [])], port, options);
}

/** The file that `startLarder` runs: LARDER_ENTRY, else the built `dist/src/main.js`. */
export function larderEntry(): string {
  return resolve(process.env['LARDER_ENTRY'] ?? join(repositoryRoot, 'dist/src/main.js'));
}

/**
 * Starts Larder on the pinned Node. A config file may come first in `args`; `--port` and `--admin-port` are free ones
 * unless `args` names them. Rejects with what it printed when it does not answer PING in time.
 */
export async function startLarder(options: StartOptions = {}): Promise<RunningServer> {
  const entry = larderEntry();
  if (!existsSync(entry)) throw new Error(`${entry} is not there: run \`npm run build\` first, or set LARDER_ENTRY`);
  const node = join(repositoryRoot, 'node_modules/.bin/node');
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { version: string };
  const given = options.args ?? [];
  const configFile = given[0]?.startsWith('-') === false ? given.slice(0, 1) : [];
  const rest = given.slice(configFile.length);
  const port = await portFrom(given, '--port');
  const adminPort = await portFrom(given, '--admin-port');
  const ports = ['--port', String(port), '--admin-port', String(adminPort)];
  // As users start it: the script sets what the runtime needs, and then is the server.
  const script = resolve(dirname(entry), '../../bin/larder');
  const start = existsSync(script) ? ['/bin/sh', script] : [existsSync(node) ? node : process.execPath, entry];
  const command = [...start, ...configFile, ...ports, ...rest];
  return { ...(await launch('larder', version, command, port, options)), adminPort };
}

/** What `args` gives as `flag`, else a free port. */
async function portFrom(args: readonly string[], flag: string): Promise<number> {
  const at = args.indexOf(flag);
  return at < 0 ? freePort() : Number(args[at + 1]);
}
