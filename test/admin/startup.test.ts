/** Where the HTTP side listens, what happens when it cannot, and health under load. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { http } from '../helpers/http.ts';
import { freePort, startLarder } from '../helpers/peers.ts';
import { startServer } from '../helpers/server.ts';

const DEFAULT_PORT = 9121;
let taken: Server | undefined;

afterEach(() => new Promise<void>((done) => (taken === undefined ? done() : taken.close(() => done()))));

async function take(port: number): Promise<boolean> {
  const server = createServer();
  const isTaken = await new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => done(true));
  });
  taken = isTaken ? server : undefined;
  return isTaken;
}

/** Runs until it ends by itself. */
async function run(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const entry = process.env['LARDER_ENTRY'] ?? join(import.meta.dirname, '../../dist/src/main.js');
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, output };
}

describe('the HTTP side', { timeout: 60_000 }, () => {
  it('that was given a port which is taken stops the start, with one line', async () => {
    const [port, adminPort] = [await freePort(), await freePort()];
    await take(adminPort);
    const { code, output } = await run(['--port', String(port), '--admin-port', String(adminPort), '--threads', '1']);
    expect(code).toBe(1);
    expect(output).toContain(
      `larder: cannot serve HTTP on 127.0.0.1:${adminPort}: another server listens there already`,
    );
  });

  it('whose default port is taken is left out, with a warning', async () => {
    // Somebody else's server may hold the default port already: that is as good.
    await take(DEFAULT_PORT);
    const entry = process.env['LARDER_ENTRY'] ?? join(import.meta.dirname, '../../dist/src/main.js');
    const port = await freePort();
    const child = spawn(process.execPath, [entry, '--port', String(port), '--threads', '1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await expect.poll(() => output, { timeout: 10_000 }).toContain('Ready to accept connections');
    child.kill('SIGTERM');
    await new Promise((done) => child.on('close', done));
    expect(output).toMatch(/"level":"warning".*cannot serve HTTP on 127\.0\.0\.1:9121.*going on without it/);
  });

  it('is off at port 0', async () => {
    const server = await startLarder({ args: ['--threads', '1', '--admin-port', '0'] });
    expect(server.output()).not.toContain('HTTP');
    await server.stop();
  });

  it('listens on every address that it is given, and says so', async () => {
    const server = await startServer({ settings: { threads: 1, 'admin-bind': '127.0.0.1 127.0.0.2 -::1' } });
    const hosts = ['127.0.0.1', '127.0.0.2'];
    // A machine without IPv6 leaves that one out.
    if (networkInterfaces()['lo']?.some(({ address }) => address === '::1')) hosts.push('[::1]');
    for (const host of hosts) {
      const address = `${host}:${server.adminPort}`;
      expect([host, (await fetch(`http://${address}/healthz`)).status]).toEqual([host, 200]);
      expect([host, (await fetch(`http://${address}/api/v1/eviction`)).status]).toEqual([host, 200]);
      expect(server.output()).toContain(address);
    }
    await server.stop();
  });

  it('loads its parts once, however many addresses there are', async () => {
    const server = await startServer({ settings: { threads: 1, 'admin-bind': '127.0.0.1 127.0.0.2 127.0.0.3' } });
    const address = (last: number): string => `http://127.0.0.${last}:${server.adminPort}/api/v1/eviction`;
    expect((await fetch(address(1))).status).toBe(200);
    const before = await server.infoNumber('used_memory_rss', 'memory');
    for (const last of [2, 3]) expect((await fetch(address(last))).status).toBe(200);
    // Once more would be some 25 MB each.
    expect((await server.infoNumber('used_memory_rss', 'memory')) - before).toBeLessThan(8_000_000);
    await server.stop();
  });

  it('listens on localhost by name, and takes requests to it', async () => {
    const server = await startServer({ settings: { threads: 1, 'admin-bind': 'localhost' } });
    // Which of its addresses that is, the machine says.
    expect((await fetch(`http://localhost:${server.adminPort}/api/v1/eviction`)).status).toBe(200);
    await server.stop();
  });

  it('that cannot have one of several addresses has none', async () => {
    const [port, adminPort] = [await freePort(), await freePort()];
    await take(adminPort);
    const bind = ['--admin-bind', '127.0.0.2 127.0.0.1'];
    const { code, output } = await run([
      '--port',
      `${port}`,
      '--admin-port',
      `${adminPort}`,
      '--threads',
      '1',
      ...bind,
    ]);
    expect([code, output.includes(`cannot serve HTTP on 127.0.0.1:${adminPort}`)]).toEqual([1, true]);
  });

  it('says that the server is healthy while that is busy: p99 within 100 ms', async () => {
    const server = await startServer({ settings: { threads: 2 } });
    const clients = await Promise.all(Array.from({ length: 4 }, () => server.connect()));
    let loading = true;
    const batch = Buffer.concat(
      Array.from({ length: 500 }, (_, i) => encodeCommand(['SET', `k${i}`, 'x'.repeat(100)])),
    );
    const load = clients.map(async (client) => {
      while (loading) {
        await client.send(batch);
        await client.readBytes(500 * 5);
      }
    });
    const p99 = async (): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 100; i++) {
        const start = performance.now();
        const { status } = await http(server.adminPort, i % 2 === 0 ? '/healthz' : '/readyz');
        times.push(performance.now() - start);
        expect(status).toBe(200);
      }
      return times.sort((a, b) => a - b)[98]!;
    };
    // Other programs of this machine may hold up any of them: one quiet round shows what the server takes.
    let best = await p99();
    for (let round = 0; round < 4 && best >= 100; round++) best = Math.min(best, await p99());
    loading = false;
    await Promise.all(load);
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
    expect(best).toBeLessThan(100);
  }, 60_000);

  it('writes changed settings to the config file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'larder-rewrite-'));
    const file = join(folder, 'larder.conf');
    writeFileSync(file, 'maxmemory 32mb\n');
    const server = await startServer({ args: [file], settings: { threads: 1 } });
    const change = { method: 'PATCH', body: { settings: { maxmemory: '48mb' } } };
    expect((await http(server.adminPort, '/api/v1/config', change)).status).toBe(200);
    expect((await http(server.adminPort, '/api/v1/config/rewrite', { method: 'POST' })).status).toBe(204);
    expect(readFileSync(file, 'utf8')).toMatch(/^maxmemory (48mb|50331648)$/m);
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('answers for health in between while it loads the API', async () => {
    const server = await startServer({ settings: { threads: 1 } });
    await http(server.adminPort, '/healthz');
    let isLoaded = false;
    const loading = http(server.adminPort, '/api/v1/eviction').then(({ status }) => {
      isLoaded = true;
      return status;
    });
    let answered = 0;
    while (!isLoaded) {
      await http(server.adminPort, '/healthz');
      answered++;
    }
    expect(await loading).toBe(200);
    // One at the end would come anyhow.
    expect(answered).toBeGreaterThan(1);
    await server.stop();
  });
});
