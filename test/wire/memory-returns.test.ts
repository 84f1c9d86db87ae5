/** Memory that is emptied goes back to the system: all threads let go of it, those with nothing to do as well. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MEBIBYTE = 1_048_576;

let server: TestServer;
let client: RawClient;
beforeAll(async () => {
  // Two io threads: the second has no connection.
  server = await startServer({ settings: { threads: 2, maxmemory: 0 } });
  client = await server.connect();
});
afterAll(async () => {
  await client.close();
  await server.stop();
});

async function fill(mebibytes: number, valueBytes: number): Promise<number> {
  const value = 'v'.repeat(valueBytes);
  const keys = Math.floor((mebibytes * MEBIBYTE) / valueBytes);
  for (let first = 0; first < keys; first += 256) {
    const count = Math.min(256, keys - first);
    let batch = '';
    for (let i = first; i < first + count; i++)
      batch += `*3\r\n$3\r\nSET\r\n$12\r\n${String(i).padStart(12, '0')}\r\n$${valueBytes}\r\n${value}\r\n`;
    await client.send(batch);
    await client.readBytes(count * 5, 30_000);
  }
  return keys;
}

async function waitForRss(limit: number): Promise<number> {
  const deadline = performance.now() + 40_000;
  while (server.rssBytes() > limit && performance.now() < deadline) await sleep(100);
  return server.rssBytes();
}

it.each([
  ['small', 1_000],
  ['large', 200_000],
])('gives memory of %s values back after FLUSHALL', { timeout: 90_000 }, async (_, valueBytes) => {
  const idle = server.rssBytes();
  await fill(300, valueBytes);
  expect(server.rssBytes()).toBeGreaterThan(idle + 290 * MEBIBYTE);
  await client.send('FLUSHALL\r\n');
  await client.readBytes(5, 30_000);
  expect(await waitForRss(idle + 40 * MEBIBYTE)).toBeLessThan(idle + 40 * MEBIBYTE);
});

it('gives memory back when most keys are deleted here and there', { timeout: 90_000 }, async () => {
  const idle = server.rssBytes();
  const keys = await fill(500, 1_000);
  for (let first = 0; first < keys; first += 250) {
    let batch = '*226\r\n$3\r\nDEL\r\n';
    for (let i = first; i < first + 250; i++) if (i % 10 !== 3) batch += `$12\r\n${String(i).padStart(12, '0')}\r\n`;
    await client.send(batch);
    await client.readReply(30_000);
  }
  // A tenth of it is still there, and one slab that is not quite empty.
  expect(await waitForRss(idle + 300 * MEBIBYTE)).toBeLessThan(idle + 300 * MEBIBYTE);
});
