import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CAN_SHARE_PORT, type Listener, type ListenOptions, listen, tcpName } from '../../src/io/listener.ts';
import { HAS_IPV6, KINDS, Recorder, take } from './transport/echo-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'larder-listener-'));
afterAll(() => rmSync(folder, { recursive: true }));

function echo(): Recorder {
  const server = new Recorder();
  server.data = (transport, bytes) => transport.write(bytes, 0, bytes.length);
  return server;
}

async function open(server: Recorder, options: Pick<ListenOptions, 'address' | 'transport'>): Promise<Listener> {
  const result = await listen({
    ...options,
    backlog: 128,
    handler: server,
    accept: (transport) => server.accept(transport),
  });
  if (!result.ok) throw new Error(result.message);
  return result.listener;
}

async function roundTrip(server: Recorder, to: { port: number; host: string } | { path: string }): Promise<void> {
  const socket = connect(to);
  socket.write('hello');
  expect((await take(socket, 5)).toString()).toBe('hello');
  const closed = server.closed.length;
  socket.destroy();
  await server.until(() => server.closed.length > closed);
}

describe.each(KINDS)('listening with %s transports', (transport) => {
  it('takes any free port for port 0, and says which', async () => {
    const server = echo();
    const listener = await open(server, { address: { host: '127.0.0.1', port: 0, reusePort: false }, transport });
    expect(listener.port).toBeGreaterThan(0);
    expect(listener.name).toBe(`127.0.0.1:${listener.port}`);
    await roundTrip(server, { port: listener.port, host: '127.0.0.1' });
    await listener.close();
    await listener.close();
  });

  it.skipIf(!HAS_IPV6)('keeps IPv4 and IPv6 of one port apart', async () => {
    const six = echo();
    const four = echo();
    const listener = await open(six, { address: { host: '::', port: 0, reusePort: false }, transport });
    const { port } = listener;
    expect(listener.name).toBe(`[::]:${port}`);
    const other = await open(four, { address: { host: '0.0.0.0', port, reusePort: false }, transport });
    await roundTrip(six, { port, host: '::1' });
    await roundTrip(four, { port, host: '127.0.0.1' });
    expect([six.accepted[0]!.family, four.accepted[0]!.family]).toEqual(['IPv6', 'IPv4']);
    expect(six.accepted[0]!.remoteAddress).toBe('::1');
    await listener.close();
    await other.close();
  });

  it.skipIf(!CAN_SHARE_PORT)('shares a port with others that share it', async () => {
    const servers = [echo(), echo()];
    const first = await open(servers[0]!, { address: { host: '127.0.0.1', port: 0, reusePort: true }, transport });
    const { port } = first;
    const second = await open(servers[1]!, { address: { host: '127.0.0.1', port, reusePort: true }, transport });
    const sockets = Array.from({ length: 64 }, () => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) socket.write('x');
    await Promise.all(sockets.map((socket) => take(socket, 1)));
    expect(servers[0]!.accepted.length + servers[1]!.accepted.length).toBe(64);
    expect(Math.min(...servers.map((server) => server.accepted.length))).toBeGreaterThan(0);
    const left = servers[1]!;
    await first.close();
    await roundTrip(left, { port, host: '127.0.0.1' });
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => server.until(() => server.closed.length === server.accepted.length)));
    await second.close();
  });

  it('goes on serving what it accepted after it was closed', async () => {
    const server = echo();
    const listener = await open(server, { address: { host: '127.0.0.1', port: 0, reusePort: false }, transport });
    const socket = connect(listener.port, '127.0.0.1');
    await server.until(() => server.accepted.length === 1);
    await listener.close();
    socket.write('still');
    expect((await take(socket, 5)).toString()).toBe('still');
    const refused = connect(listener.port, '127.0.0.1');
    const [error] = await once(refused, 'error');
    expect(error.code).toBe('ECONNREFUSED');
    socket.destroy();
    await server.until(() => server.closed.length === 1);
  });

  it('says in one line why it cannot listen', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const server = echo();
    const options = { backlog: 128, handler: server, accept: () => {}, transport };
    expect(await listen({ ...options, address: { host: '127.0.0.1', port, reusePort: true } })).toEqual({
      ok: false,
      code: 'EADDRINUSE',
      message: `cannot listen on 127.0.0.1:${port}: address already in use`,
    });
    expect(await listen({ ...options, address: { host: '192.0.2.1', port, reusePort: true } })).toMatchObject({
      code: 'EADDRNOTAVAIL',
      message: `cannot listen on 192.0.2.1:${port}: address not available`,
    });
    expect(await listen({ ...options, address: { unixPath: join(folder, 'no', 'such.sock') } })).toEqual({
      ok: false,
      code: 'ENOENT',
      message: `cannot listen on ${folder}/no/such.sock: no such folder`,
    });
    other.close();
  });

  it('serves a unix socket with the mode asked for, over one that a dead server left', async () => {
    const server = echo();
    const path = join(folder, `${transport}.sock`);
    leaveStaleSocket(path);
    expect(statSync(path).isSocket()).toBe(true);
    const listener = await open(server, { address: { unixPath: path, unixPerm: 0o600 }, transport });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(listener).toMatchObject({ name: path, port: 0 });
    await roundTrip(server, { path });
    expect(server.accepted[0]).toMatchObject({ family: 'unix', remoteAddress: path, remotePort: 0, localPort: 0 });
    await listener.close();
    expect(existsSync(path)).toBe(false);
  });

  it('takes the place of an empty file, which mktemp leaves, but not of one that holds something', async () => {
    const path = join(folder, `${transport}.txt`);
    writeFileSync(path, '');
    const server = echo();
    const listener = await open(server, { address: { unixPath: path }, transport });
    await roundTrip(server, { path });
    await listener.close();
    writeFileSync(path, 'kept');
    const options = { backlog: 128, handler: echo(), accept: () => {}, transport };
    expect(await listen({ ...options, address: { unixPath: path } })).toMatchObject({ ok: false, code: 'EADDRINUSE' });
    expect(existsSync(path)).toBe(true);
  });
});

/** A process that dies without closing leaves its socket file. */
function leaveStaleSocket(path: string): void {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
}

describe('choosing the transport', () => {
  const source = join(import.meta.dirname, '../../src/io/listener.ts');
  const script = `import('${source}').then(({ DEFAULT_TRANSPORT }) => process.stdout.write(DEFAULT_TRANSPORT))`;

  it('falls back to net.Socket where the bindings are missing or differ', () => {
    for (const sabotage of ['process.binding = undefined', 'process.binding = () => ({ constants: {} })']) {
      const { stdout } = spawnSync(process.execPath, ['-e', `${sabotage}; ${script}`]);
      expect(stdout.toString()).toBe('socket');
    }
  });

  it('prints no warning, even with pending deprecations', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--pending-deprecation', '-e', script]);
    expect(stdout.toString()).toBe('raw');
    expect(stderr.toString()).toBe('');
  });
});

it('writes IPv6 addresses with brackets', () => {
  expect([tcpName('::1', 1), tcpName('127.0.0.1', 2), tcpName('localhost', 3)]).toEqual([
    '[::1]:1',
    '127.0.0.1:2',
    'localhost:3',
  ]);
});
