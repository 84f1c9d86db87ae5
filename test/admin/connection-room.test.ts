/** Connections that are held open for nothing take neither room from others nor the files of the cache's clients. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStream } from '../helpers/event-stream.ts';
import { http } from '../helpers/http.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

/** Most that the server keeps. */
const MOST = 512;

let server: TestServer;
let held: Socket[];

beforeEach(async () => {
  server = await startServer({ settings: { threads: 1 } });
  held = [];
});

afterEach(async () => {
  for (const socket of held) socket.destroy();
  await server.stop();
});

/** Opens connections, one after the other, that send this and take no answer. */
async function hold(count: number, bytes = ''): Promise<void> {
  for (let i = 0; i < count; i++) {
    const socket = connect(server.adminPort, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    await new Promise((done) => socket.once('connect', done));
    if (bytes !== '') socket.write(bytes);
    held.push(socket);
  }
}

const statusOf = async (path: string): Promise<number> => (await http(server.adminPort, path)).status;

describe('when too many connections are open', () => {
  it.each([
    ['say nothing', ''],
    ['send a request that has no end', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: '],
    ['take no answer', 'GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(16)],
  ])('health and metrics are answered, though the others %s', async (_name, bytes) => {
    await hold(MOST + 8, bytes);
    for (const path of ['/healthz', '/readyz', '/metrics', '/api/v1/eviction']) {
      expect([path, await statusOf(path)]).toEqual([path, 200]);
    }
    expect(await server.ask('PING')).toBe('PONG');
  });

  it('those that were idle for the longest time are closed, and no stream is', async () => {
    const stream = await openStream(server.adminPort);
    const samples = (): number => stream.text().split('event: sample').length - 1;
    await hold(MOST + 8);
    // One that is closed is noticed when it is read from.
    for (const socket of held) socket.resume();
    const closed = (): number => held.filter((socket) => socket.readyState === 'closed').length;
    await expect.poll(closed).toBeGreaterThanOrEqual(9);
    expect(held.slice(0, 9).every((socket) => socket.readyState === 'closed')).toBe(true);
    expect(held.slice(-MOST + 4).every((socket) => socket.readyState === 'open')).toBe(true);
    const before = samples();
    await expect.poll(samples).toBeGreaterThan(before);
    stream.close();
  });
});

describe('when a connection asks for much at once', () => {
  const ONE = 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n';

  it('it is closed, and others are answered in time', async () => {
    await hold(100);
    const bytes = ONE.repeat(5_000);
    for (const socket of held) socket.write(bytes);
    const started = performance.now();
    expect(await statusOf('/healthz')).toBe(200);
    // 17 s when all are answered, 2.5 s when all are taken, 0.06 s when neither.
    expect(performance.now() - started).toBeLessThan(1_500);
    for (const socket of held) socket.resume();
    await expect.poll(() => held.filter(({ readyState }) => readyState === 'closed').length).toBe(100);
  });

  it('it stays in use until the last is answered', async () => {
    const stream = await openStream(server.adminPort);
    const both = connect(server.adminPort, '127.0.0.1');
    let text = '';
    both.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    both.write(`${ONE}GET /api/v1/stream HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    await expect.poll(() => text).toContain('event: sample');
    await hold(MOST + 8);
    expect(both.readyState).toBe('open');
    both.destroy();
    stream.close();
  });
});
