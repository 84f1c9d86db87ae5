/** Hot and big keys over HTTP, on a real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { type Answer, type Ask, apiJson, http } from '../helpers/http.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
let client: RawClient;
const ask = (path: string, options?: Ask): Promise<Answer> => http(server.adminPort, `/api/v1/${path}`, options);
const text = (data: string) => ({ data, encoding: 'utf8' });

const get = (path: string) => apiJson(server.adminPort, path);

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2 } });
  client = await server.connect();
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

describe('keys that stand out', () => {
  it('are those that are used most', async () => {
    for (let i = 0; i < 60; i++) {
      await client.send(
        Buffer.concat(Array.from({ length: 200 }, () => encodeCommand(['GET', i % 3 === 0 ? `cold${i}` : 'hot']))),
      );
      for (let reply = 0; reply < 200; reply++) await client.readReply();
    }
    const { keys, accesses, sampleEvery } = await get('hotkeys?count=1');
    expect(keys[0]).toMatchObject({ key: text('hot'), db: 0 });
    expect(keys[0].share).toBeGreaterThan(0.4);
    expect(accesses).toBeGreaterThan(sampleEvery);
  });

  it('are those that take most memory, as soon as a walk has found them', async () => {
    await client.command('SET', 'big', 'x'.repeat(300_000));
    await client.command('RPUSH', 'long', ...Array.from({ length: 500 }, (_, i) => `item number ${i}`));
    expect((await ask('bigkeys/refresh', { method: 'POST' })).status).toBe(202);
    await expect.poll(async () => (await get('bigkeys')).keys[0]?.key.data, { timeout: 5_000 }).toBe('big');
    const { keys, complete } = await get('bigkeys?count=2');
    expect(complete).toBe(true);
    expect(keys[0]).toMatchObject({ type: 'string', items: 300_000 });
    expect(keys[0].bytes).toBeGreaterThan(300_000);
    expect(keys[1]).toMatchObject({ key: text('long'), type: 'list', items: 500 });
    await expect.poll(async () => (await get('stats')).memory.keys).toBeGreaterThan(0);
  });
});
