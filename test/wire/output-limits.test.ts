/** The limit of output counts a reply before any of it is sent, whoever reads how fast; and what others see meanwhile. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
let client: RawClient;
beforeAll(async () => {
  server = await startServer();
  client = await server.connect();
});
afterAll(async () => {
  await client.close();
  await server.stop();
});

it('a reply beyond the hard limit is not sent, and its client is cut off', async () => {
  await client.text('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 100000 0 0');
  await client.text('SET', 'small', 'x'.repeat(90_000));
  await client.text('SET', 'large', 'x'.repeat(110_000));
  expect(await client.text('GET', 'small')).toHaveLength(90_000 + 10);
  for (const words of [
    ['GET', 'large'],
    ['MGET', 'small', 'small'],
  ]) {
    const reader = await server.connect();
    await reader.send(encodeCommand(words));
    await expect(reader.readReply()).rejects.toThrow();
    await reader.close();
  }
  const stats = await client.text('INFO', 'stats');
  expect(stats).toContain('client_output_buffer_limit_disconnections:2\r\n');
  await client.text('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0');
});

it('a client that CLIENT PAUSE holds counts as blocked', async () => {
  const writer = await server.connect();
  await client.text('CLIENT', 'PAUSE', '60000', 'WRITE');
  await writer.send(encodeCommand(['SET', 'k', '1']));
  const blocked = async (): Promise<string> => (await client.text('INFO', 'clients')).match(/blocked_clients:\d/)![0];
  await expect.poll(blocked, { timeout: 10_000 }).toBe('blocked_clients:1');
  await client.text('CLIENT', 'UNPAUSE');
  expect((await writer.readReply()).bytes.toString()).toBe('+OK\r\n');
  expect(await blocked()).toBe('blocked_clients:0');
  await writer.close();
});

it('what messages wait for a subscriber that does not read is told in CLIENT LIST', async () => {
  const sleeper = connect(server.port, '127.0.0.1');
  sleeper.write(encodeCommand(['SUBSCRIBE', 'news']));
  await new Promise((done) => sleeper.once('data', done));
  sleeper.pause();
  const omem = async (): Promise<number> => Number((await client.text('CLIENT', 'LIST')).match(/omem=([1-9]\d*)/)?.[1]);
  for (let i = 0; i < 200 && !((await omem()) > 0); i++) await client.text('PUBLISH', 'news', 'x'.repeat(64 * 1024));
  expect(await omem()).toBeGreaterThan(0);
  sleeper.destroy();
});
