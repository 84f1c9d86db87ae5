/** The client-side cache of node-redis: what it answers by itself is what the server would answer. */
import { BasicClientSideCache, createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';

describe.each([1, 2])('%i io threads', (threads) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
  });
  beforeEach(async () => {
    await server.ask('FLUSHALL');
  });
  afterAll(() => server.stop());

  /** A client of node-redis and its cache. */
  async function open() {
    const cache = new BasicClientSideCache({ ttl: 0, maxEntries: 1000, evictPolicy: 'LRU' });
    const client = createClient({ RESP: 3, url: `redis://127.0.0.1:${server.port}`, clientSideCache: cache });
    client.on('error', () => undefined);
    await client.connect();
    return { cache, client };
  }

  it('node-redis answers from its cache until somebody changes the key', async () => {
    const clients = await Promise.all([open(), open(), open()]);
    const [writer, ...readers] = clients;
    for (const change of [
      () => writer!.client.set('k', '2'),
      () => writer!.client.append('k', '3'),
      () => writer!.client.pExpire('k', 10),
      () => writer!.client.flushAll(),
    ]) {
      await writer!.client.set('k', '1');
      for (const { client, cache } of readers) {
        await expect.poll(() => client.get('k')).toBe('1');
        const hits = cache.stats().hitCount;
        expect(await client.get('k')).toBe('1');
        expect(cache.stats().hitCount).toBe(hits + 1);
      }
      await change();
      for (const { client } of readers) await expect.poll(() => client.get('k')).not.toBe('1');
    }
    await Promise.all(clients.map(({ client }) => client.close()));
  });

  it('node-redis keeps hashes and many keys, and forgets just what changed', async () => {
    const { client, cache } = await open();
    const other = await open();
    for (let i = 0; i < 50; i++) await other.client.hSet(`h:${i}`, { field: String(i) });
    for (let i = 0; i < 50; i++) expect(await client.hGetAll(`h:${i}`)).toEqual({ field: String(i) });
    await other.client.hSet('h:7', 'field', 'new');
    await expect.poll(() => client.hGet('h:7', 'field')).toBe('new');
    const misses = cache.stats().missCount;
    for (let i = 0; i < 50; i++) if (i !== 7) expect(await client.hGetAll(`h:${i}`)).toEqual({ field: String(i) });
    expect(cache.stats().missCount).toBe(misses);
    await Promise.all([client.close(), other.client.close()]);
  });
});
