/** A client that does not read what it asked for harms nobody else, and is cut by its output limit when there is one. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 1 } });
  const client = await server.connect();
  await client.command('SET', 'big', Buffer.alloc(1 << 20, 'x'));
  await client.close();
});
afterAll(() => server.stop());

/** Asks for `count` MiB and reads nothing. */
function asksWithoutReading(count: number): Promise<Socket> {
  return new Promise((done) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.pause();
      const request = encodeCommand(['GET', 'big']);
      for (let i = 0; i < count; i++) socket.write(request);
      done(socket);
    });
    socket.on('error', () => undefined);
  });
}

it('others are served, and everything arrives once it reads', { timeout: 60_000 }, async () => {
  const count = 64;
  const slow = await asksWithoutReading(count);
  const other = await server.connect();
  for (let i = 0; i < 50; i++) expect(await other.text('PING')).toBe('+PONG\r\n');
  let received = 0;
  const reply = '$1048576\r\n'.length + (1 << 20) + 2;
  await new Promise<void>((done) => {
    slow.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received >= count * reply) done();
    });
    slow.resume();
  });
  expect(received).toBe(count * reply);
  slow.destroy();
  await other.close();
});

it('is cut by its hard limit', { timeout: 60_000 }, async () => {
  const admin = await server.connect();
  expect(await admin.text('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 4mb 0 0')).toBe('+OK\r\n');
  const slow = await asksWithoutReading(200);
  const connections = (): Promise<number> => server.infoNumber('connected_clients', 'clients');
  await expect.poll(connections, { timeout: 10_000 }).toBe(2);
  expect(await admin.text('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0')).toBe('+OK\r\n');
  slow.destroy();
  await admin.close();
});

it('makes no keys go by many replies of one value, which is in memory once', { timeout: 60_000 }, async () => {
  const full = await startServer({ settings: { threads: 1, maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' } });
  const client = await full.connect();
  const keys = Array.from({ length: 5000 }, (_, i) => ['SET', `k:${i}`, 'v']);
  await client.pipeline([...keys, ['SET', 'big', 'x'.repeat(16 << 20)]]);
  const slow = connect(full.port, '127.0.0.1').pause();
  // In one transaction: else the thread turns to others after a while, and sees that nobody reads.
  const gets = Array.from({ length: 50 }, () => encodeCommand(['GET', 'big']));
  slow.write(Buffer.concat([encodeCommand(['MULTI']), ...gets, encodeCommand(['EXEC'])]));
  const waiting = async (): Promise<number> =>
    Math.max(
      ...Array.from((await client.text('CLIENT', 'LIST')).matchAll(/omem=(\d+)/g), ([, bytes]) => Number(bytes)),
    );
  await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(700 << 20);
  await sleep(1200);
  expect(await client.text('SET', 'k', 'v')).toBe('+OK\r\n');
  expect(await client.text('DBSIZE')).toBe(':5002\r\n');
  // What is overwritten meanwhile stays in memory until it is sent.
  const before = await full.infoNumber('used_memory', 'memory');
  await client.text('SET', 'big', 'small');
  expect(before - (await full.infoNumber('used_memory', 'memory'))).toBeLessThan(1 << 20);
  slow.destroy();
  await expect.poll(() => full.infoNumber('used_memory', 'memory')).toBeLessThan(before - (15 << 20));
  await client.close();
  await full.stop();
});
