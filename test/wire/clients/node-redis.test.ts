/** node-redis (HELLO 3) does its ordinary work against the server without noticing. */
import { createClient, RESP_TYPES } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, requirepass: 'secret' } });
});
beforeEach(async () => {
  await server.ask('FLUSHALL');
});
afterAll(() => server.stop());

describe.each([2, 3] as const)('node-redis over RESP%i', (RESP) => {
  async function open(database = 0) {
    const client = createClient({ RESP, url: `redis://:secret@127.0.0.1:${server.port}/${database}`, name: 'app' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  it('connects with a password, a name and a database', async () => {
    const client = await open(5);
    expect(await client.ping()).toBe('PONG');
    expect(await client.clientGetName()).toBe('app');
    expect((await client.clientInfo()).db).toBe(5);
    await client.close();
  });

  it('sets with every option and reads back', async () => {
    const client = await open();
    expect(await client.set('k', 'v', { expiration: { type: 'EX', value: 100 }, condition: 'NX' })).toBe('OK');
    expect(await client.set('k', 'w', { condition: 'NX' })).toBeNull();
    expect(await client.set('k', 'w', { GET: true, expiration: 'KEEPTTL' })).toBe('v');
    expect(await client.ttl('k')).toBeGreaterThan(95);
    expect(await client.getEx('k', { type: 'PERSIST' })).toBe('w');
    expect(await client.ttl('k')).toBe(-1);
    expect(await client.mGet(['k', 'missing'])).toEqual(['w', null]);
    expect(await client.lcsIdx('k', 'k')).toMatchObject({ len: 1 });
    expect(await client.getDel('k')).toBe('w');
    expect(await client.exists('k')).toBe(0);
    await client.close();
  });

  it('returns bytes where asked for', async () => {
    const client = await open();
    const bytes = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) & 255));
    await client.set('tensor', bytes);
    const typed = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    expect(await typed.get('tensor')).toEqual(bytes);
    await client.close();
  });

  it('pipelines what is asked in one tick', async () => {
    const client = await open();
    const replies = await Promise.all(Array.from({ length: 1_000 }, (_, i) => client.incrBy('sum', i)));
    expect(replies.at(-1)).toBe(499_500);
    await client.set('tensor', 'bytes');
    await expect(client.incr('tensor')).rejects.toThrow('ERR value is not an integer or out of range');
    await expect(client.sendCommand(['NOSUCH', 'a'])).rejects.toThrow(
      "ERR unknown command 'NOSUCH', with args beginning with: 'a' ",
    );
    await client.close();
  });

  it('scans, and reads maps', async () => {
    const client = await open(9);
    for (let i = 0; i < 300; i++) await client.set(`key:${i}`, i);
    const seen = new Set<string>();
    for await (const keys of client.scanIterator({ MATCH: 'key:*', COUNT: 25 })) for (const key of keys) seen.add(key);
    expect(seen.size).toBe(300);
    expect(await client.configGet('maxmemory-samples')).toEqual({ 'maxmemory-samples': expect.any(String) });
    expect(await client.info('server')).toMatch(/redis_version:8\.0\.2\r\n/);
    expect(await client.commandGetKeys(['MSET', 'a', '1', 'b', '2'])).toEqual(['a', 'b']);
    expect(await client.flushDb()).toBe('OK');
    expect(await client.dbSize()).toBe(0);
    await client.close();
  });

  it('is told that a wrong password is wrong', async () => {
    const client = createClient({
      RESP,
      url: `redis://:wrong@127.0.0.1:${server.port}`,
      socket: { reconnectStrategy: false },
    });
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toThrow(/WRONGPASS/);
  });
});
