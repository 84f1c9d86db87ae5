/** An io thread that does not keep up with messages: what waits for it is bounded, and its subscribers know afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MB = 1024 * 1024;
const MESSAGE = Buffer.alloc(MB, 'm');

let server: TestServer;
let sleeper: RawClient;
let other: RawClient;
const clients: RawClient[] = [];
beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, 'enable-debug-command': 'yes' } });
  [sleeper, other] = [await server.connect(), await server.connect()];
  // Connections are spread by the kernel: until there is one on each thread.
  while ((await threadOf(sleeper)) === (await threadOf(other))) {
    clients.push(other);
    other = await server.connect();
  }
});
afterAll(async () => {
  await Promise.all([sleeper, other, ...clients].map((client) => client.close()));
  await server.stop();
});

async function threadOf(client: RawClient): Promise<string | undefined> {
  return /io-thread=(\d+)/.exec(await client.text('CLIENT', 'INFO'))?.[1];
}

async function figure(client: RawClient, name: string): Promise<number> {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await client.text('INFO', 'everything'))?.[1]);
}

it('takes some memory and not more, which is charged, and cuts its subscribers off', { timeout: 60_000 }, async () => {
  let subscriber = await server.connect();
  while ((await threadOf(subscriber)) !== (await threadOf(sleeper))) {
    clients.push(subscriber);
    subscriber = await server.connect();
  }
  clients.push(subscriber);
  await subscriber.command('SUBSCRIBE', 'news');
  await other.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 0 0 0');
  const usedBefore = await figure(other, 'used_memory');
  const asleep = sleeper.command('DEBUG', 'SLEEP', '10');
  const publishing = encodeCommand(['PUBLISH', 'news', MESSAGE]);
  await other.send(Buffer.concat(Array.from({ length: 90 }, () => publishing)));
  for (let i = 0; i < 90; i++) expect((await other.readReply()).bytes.toString()).toBe(':1\r\n');
  await expect.poll(() => figure(other, 'used_memory'), { timeout: 3_000 }).toBeGreaterThan(usedBefore + 50 * MB);
  expect(await figure(other, 'used_memory')).toBeLessThan(usedBefore + 80 * MB);
  await asleep;
  const cut = (): Promise<number> => figure(other, 'client_output_buffer_limit_disconnections');
  await expect.poll(cut, { timeout: 10_000 }).toBe(1);
  expect(await other.text('PUBLISH', 'news', 'x')).toBe(':0\r\n');
  await expect.poll(() => figure(other, 'used_memory'), { timeout: 5_000 }).toBeLessThan(usedBefore + 10 * MB);
});
