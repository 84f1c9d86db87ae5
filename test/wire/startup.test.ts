/** How the process starts, refuses to start, and ends. A refusal is one clear line and exit code 1. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort, larderEntry } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import { startServer } from '../helpers/server.ts';

const NODE = resolve(import.meta.dirname, '../../node_modules/.bin/node');
const folder = mkdtempSync(join(tmpdir(), 'larder-startup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ending {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the server to its end. Its side server gets a free port, so that only what is tested can be in the way. */
async function runToEnd(args: readonly string[], env: Record<string, string> = {}): Promise<Ending> {
  const adminPort = String(await freePort());
  return new Promise((done) => {
    const child = spawn(NODE, [larderEntry(), ...args, '--admin-port', adminPort], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), 15_000);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
    child.on('close', (code) => {
      clearTimeout(limit);
      done({ code, output });
    });
  });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function listen(port: number): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(port, '127.0.0.1', () => done(server));
  });
}

describe('refuses to start', () => {
  const refuses = async (args: readonly string[], words: RegExp, env?: Record<string, string>): Promise<void> => {
    const { code, output } = await runToEnd(args, env);
    expect(output).toMatch(words);
    expect(code).toBe(1);
    expect(output.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(output).not.toMatch(/\n\s+at /);
  };

  it('when something else has the port', async () => {
    const port = await freePort();
    const other = await listen(port);
    await refuses(['--port', String(port)], new RegExp(String(port)));
    other.close();
  });

  it('when another Larder has the port, which reusePort would hide', async () => {
    const first = await startServer({ settings: { threads: 2 } });
    await refuses(['--port', String(first.port)], new RegExp(String(first.port)));
    expect(await first.ask('PING')).toBe('PONG');
    await first.stop();
  });

  it('with a config file that is not there', () => refuses([join(folder, 'nowhere.conf')], /nowhere\.conf/));

  it('with a config file that is a folder', async () => {
    mkdirSync(join(folder, 'folder.conf'));
    await refuses([join(folder, 'folder.conf')], /folder\.conf/);
  });

  it.each([
    ['maxmemory lots', /maxmemory/],
    ['threads 0', /threads/],
    ['threads many', /threads/],
    ['port 70000', /port/],
    ['maxmemory-policy nosuch', /maxmemory-policy/],
    ['nosuchsetting 1', /nosuchsetting/],
    ['databases 0', /databases/],
    ['bind 300.1.2.3', /bind|300\.1\.2\.3/],
    ['port', /port/],
    ['save 60 1 "unbalanced', /unbalanced|quote/i],
  ])('with `%s` in a file, naming file and line', async (line, words) => {
    const path = file('bad.conf', `# a comment\n\n${line}\n`);
    const { code, output } = await runToEnd([path, '--port', String(await freePort())]);
    expect(code).toBe(1);
    expect(output).toMatch(words);
    if (!line.startsWith('bind')) expect(output).toMatch(/bad\.conf:3|line 3/);
  });

  it.each([
    ['--maxmemory', 'lots'],
    ['--nosuchsetting', '1'],
    ['--threads', '-1'],
  ])('with %s %s', (name, value) => refuses([name, value], new RegExp(name.slice(2))));

  it('with an impossible environment variable', () =>
    refuses([], /LARDER_MAXMEMORY|maxmemory/, { LARDER_MAXMEMORY: 'lots' }));

  const promises = [
    'appendonly yes',
    'save 900 1',
    'aclfile /etc/larder/users.acl',
    'user alice on >secret ~* +@all',
    'tls-port 6380',
    'rename-command FLUSHALL ""',
    'replicaof 10.0.0.1 6379',
    'cluster-enabled yes',
  ];

  it.each(promises)('with `%s`, which it cannot honour', async (line) => {
    const path = file('promise.conf', `port 0\n${line}\n`);
    const { code, output } = await runToEnd([path]);
    expect(code).toBe(1);
    expect(output).toMatch(/promise\.conf:2|line 2/);
    expect(output).toContain(line.split(' ')[0]);
  });

  it('unless it is told to ignore what it cannot honour', async () => {
    const port = await freePort();
    const path = file('allowed.conf', `${promises.join('\n')}\n`);
    const server = await startServer({ args: [path, '--allow-unsupported', 'yes', '--port', String(port)] });
    expect(await server.ask('PING')).toBe('PONG');
    // The log is written in the background.
    for (const line of promises) await expect.poll(() => server.output()).toContain(line.split(' ')[0]);
    await server.stop();
  });
});

describe('takes its settings', () => {
  it('from flags over the environment over a file', async () => {
    const path = file('three.conf', 'maxclients 111\ntimeout 222\nslowlog-max-len 333\n');
    const server = await startServer({
      args: [path],
      env: { LARDER_TIMEOUT: '444', LARDER_SLOWLOG_MAX_LEN: '555' },
      settings: { 'slowlog-max-len': 666 },
    });
    const client = await server.connect();
    const get = async (name: string): Promise<string> =>
      (await client.text('CONFIG', 'GET', name)).split('\r\n').at(-2) ?? '';
    expect(await get('maxclients')).toBe('111');
    expect(await get('timeout')).toBe('444');
    expect(await get('slowlog-max-len')).toBe('666');
    await client.close();
    await server.stop();
  });

  it('without a file: automatic memory and allkeys-adaptive; with one: as Redis does', async () => {
    const without = await startServer();
    expect(await without.infoNumber('maxmemory', 'memory')).toBeGreaterThan(64 << 20);
    expect((await without.info('memory')).get('maxmemory_policy')).toBe('allkeys-adaptive');
    await without.stop();
    const withFile = await startServer({ args: [file('empty.conf', '# nothing\n')] });
    expect(await withFile.infoNumber('maxmemory', 'memory')).toBe(0);
    expect((await withFile.info('memory')).get('maxmemory_policy')).toBe('noeviction');
    await withFile.stop();
  });

  it('as redis.conf writes them: quotes, several addresses, units', async () => {
    const socket = join(folder, 'larder.sock');
    const path = file(
      'redis.conf',
      [
        'bind 127.0.0.1 -::1',
        'protected-mode yes',
        'tcp-backlog 128',
        `unixsocket ${socket}`,
        'unixsocketperm 700',
        'daemonize no',
        'supervised auto',
        'pidfile ""',
        'loglevel notice',
        'logfile ""',
        'save ""',
        'maxmemory 100mb',
        'maxmemory-policy volatile-lru',
        'requirepass "pass word"',
        'client-output-buffer-limit normal 0 0 0',
        'notify-keyspace-events ""',
        'hash-max-listpack-entries 512',
      ].join('\n'),
    );
    const server = await startServer({ args: [path], settings: { requirepass: 'pass word' } });
    const client = await RawClient.open({ path: socket });
    expect(await client.text('PING')).toBe('-NOAUTH Authentication required.\r\n');
    expect(await client.text('AUTH', 'pass word')).toBe('+OK\r\n');
    expect(await client.text('CONFIG', 'GET', 'maxmemory')).toBe('*2\r\n$9\r\nmaxmemory\r\n$9\r\n104857600\r\n');
    await client.close();
    await server.stop();
    expect(existsSync(socket)).toBe(false);
  });

  it("as Debian's own redis.conf has them", async (context) => {
    const debian = '/etc/redis/redis.conf';
    if (spawnSync('test', ['-r', debian]).status !== 0) return context.skip('no /etc/redis/redis.conf here');
    const server = await startServer({
      args: [debian, '--daemonize', 'no', '--logfile', '', '--pidfile', '', '--dir', folder, '--save', ''],
    });
    expect(await server.ask('PING')).toBe('PONG');
    await server.stop();
  });
});

describe('protected mode', () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal)?.address;

  it('sends strangers away unless there is a password', async (context) => {
    if (outside === undefined) return context.skip('this machine has no address but loopback');
    const server = await startServer({ settings: { bind: '* -::*', 'protected-mode': 'yes' } });
    const stranger = await RawClient.open({ port: server.port, host: outside });
    const { bytes, closed } = await stranger.readToEnd(10_000);
    expect(bytes.toString()).toMatch(/^-DENIED Redis is running in protected mode/);
    expect(closed).toBe(true);
    await stranger.close();
    await server.ask('CONFIG', 'SET', 'protected-mode', 'no');
    const guest = await RawClient.open({ port: server.port, host: outside });
    expect(await guest.text('PING')).toBe('+PONG\r\n');
    await guest.close();
    await server.stop();
  });
});

describe('ends', () => {
  const shutdown = async (args: readonly string[]): Promise<void> => {
    const server = await startServer({ settings: { threads: 2 } });
    const client = await RawClient.open({ port: server.port });
    const idle = await RawClient.open({ port: server.port });
    await client.command('SET', 'k', 'v');
    await client.send(`${['SHUTDOWN', ...args].join(' ')}\r\n`);
    expect((await client.readToEnd(10_000)).closed).toBe(true);
    expect((await idle.readToEnd(10_000)).closed).toBe(true);
    await expect.poll(() => spawnSync('kill', ['-0', String(server.pid)]).status).not.toBe(0);
    await Promise.all([client.close(), idle.close()]);
  };
  it('on SHUTDOWN', () => shutdown([]));
  it('on SHUTDOWN NOSAVE', () => shutdown(['NOSAVE']));
  it('on SHUTDOWN NOW FORCE', () => shutdown(['NOW', 'FORCE']));

  it.each(['SIGTERM', 'SIGINT'] as const)('on %s with code 0, answering what was asked', async (signal) => {
    const port = await freePort();
    const adminPort = String(await freePort());
    const child = spawn(NODE, [larderEntry(), '--port', String(port), '--admin-port', adminPort], { stdio: 'ignore' });
    const ended = new Promise<number | null>((done) => child.on('close', done));
    let client: RawClient | undefined;
    await expect
      .poll(async () => (client = await RawClient.open({ port }).catch(() => undefined)), { timeout: 10_000 })
      .toBeDefined();
    if (client === undefined) throw new Error('it does not listen');
    expect(await client.text('PING')).toBe('+PONG\r\n');
    child.kill(signal);
    expect(await ended).toBe(0);
    expect((await client.readToEnd(10_000)).closed).toBe(true);
    await client.close();
  });
});
