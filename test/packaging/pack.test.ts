/** What `npm pack` ships is what a user gets: it installs without a compiler, under an older Node, and serves. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/dispatch/load-commands.ts';
import { freePort } from '../helpers/peers.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = mkdtempSync(join(tmpdir(), 'larder-pack-'));
const bin = join(folder, 'node_modules/.bin/larder');

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** The environment without what npm and vitest add: the machine's own Node is first on the PATH again. */
function machineEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|VITEST|VITE_)/.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return { ...Object.fromEntries(own), PATH: path.join(delimiter) };
}

const env = machineEnvironment();

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Sends a request line and resolves with the first bytes of the answer. */
function ask(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n`));
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${line}`)));
    socket.once('data', (data) => {
      resolve(data.toString('latin1'));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly exit: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

/** Starts the installed `larder` and waits for the line that says it serves. */
async function start(): Promise<Started> {
  const port = await freePort();
  const child = spawn(bin, ['--port', String(port), '--threads', '1', '--maxmemory', '64mb'], { env, cwd: folder });
  const exit = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data: Buffer): void => {
      output += data.toString();
      if (output.includes('Ready to accept connections')) resolve({ child, port, exit });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    void exit.then(() => reject(new Error(`it ended before it was ready. It printed:\n${output}`)));
  });
}

describe('the package', () => {
  beforeAll(() => {
    const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', folder)) as [
      { filename: string },
    ];
    npm(folder, 'init', '--yes');
    npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', join(folder, filename));
  }, 180_000);

  // Thousands of files.
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

  it('ships JavaScript, its licence and its first page, and no source or test', () => {
    const installed = join(folder, 'node_modules/larder');
    expect(readdirSync(installed).sort()).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'bin', 'dist', 'package.json']),
    );
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files.filter((path) => /\.ts$|(?:^|\/)(?:test|scripts|\.stamp)(?:\/|$)/.test(path))).toEqual([]);
    expect(existsSync(join(installed, 'dist/src/main.js'))).toBe(true);
  });

  it('brings its own Node and asks for no install script', () => {
    const installed = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    expect(Object.entries(installed.packages).filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('serves, and drains on SIGTERM', async () => {
    const { child, port, exit } = await start();
    expect(await ask(port, 'PING')).toBe('+PONG\r\n');
    expect(await ask(port, 'INFO server')).toContain(`larder_version:${version}\r\n`);
    // The build has found every file that defines a command.
    const commands = (await loadCommands()).filter(({ row }) => !row.name.includes('|'));
    expect(await ask(port, 'COMMAND COUNT')).toBe(`:${commands.length}\r\n`);
    expect(await ask(port, 'CONFIG SET maxmemory-policy volatile-ttl')).toBe('+OK\r\n');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  }, 60_000);

  it('says in one line that a setting is impossible, and exits with 1', () => {
    const { status, stderr } = spawnSync(bin, ['--port', 'seven'], { env, cwd: folder, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('seven')]);
  });
});
