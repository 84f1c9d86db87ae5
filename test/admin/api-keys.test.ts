/** Keys over HTTP, against a real server: found, looked at, deleted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Ask, apiJson, http } from '../helpers/http.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
let client: RawClient;
const ask = (path: string, options?: Ask): Promise<Answer> => http(server.adminPort, `/api/v1/${path}`, options);

const get = (path: string) => apiJson(server.adminPort, path);

const text = (data: string) => ({ data, encoding: 'utf8' });

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, 'enable-debug-command': 'local' } });
  client = await server.connect();
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

describe('keys', () => {
  const binary = Buffer.from([0xff, 0x00, 0x2f, 0x2e]);

  beforeAll(async () => {
    await client.command('SET', 'text:1', 'hello', 'PX', '100000');
    await client.command('SET', binary, Buffer.from([0xfe, 1]));
    await client.command('SET', '', 'empty key');
    await client.command('SET', 'a/b?c#d', 'odd');
    await client.command('RPUSH', 'list', ...Array.from({ length: 250 }, (_, i) => `item${i}`));
    await client.command('SADD', 'set', 'x');
    await client.command('ZADD', 'zset', '1.5', 'one', '2', 'two');
    await client.command('HSET', 'hash', 'f', 'v');
    await client.command('XADD', 'stream', '1-1', 'a', 'b');
    await client.command('XADD', 'stream', '1-2', 'c', 'd');
    await client.command('SELECT', '2');
    await client.command('SET', 'other', 'db');
    await client.command('SELECT', '0');
  });

  it('are scanned with what there is to know about them', async () => {
    const { keys, cursor } = await get('keys?match=text:*');
    expect([keys.length, cursor]).toEqual([1, '0']);
    expect(keys[0]).toMatchObject({ key: text('text:1'), type: 'string', encoding: 'embstr' });
    // Under allkeys-adaptive both are known.
    expect(keys[0].frequency).toBeGreaterThanOrEqual(0);
    expect(keys[0].ttlMs).toBeGreaterThan(90_000);
    expect(keys[0].bytes).toBeGreaterThan(10);
    expect(keys[0].idleSeconds).toBeGreaterThanOrEqual(0);
  });

  it('are found by type and database, with a cursor', async () => {
    const { keys } = await get('keys?type=hash');
    expect(keys.map((found: { key: unknown }) => found.key)).toEqual([text('hash')]);
    expect((await get('keys?db=2')).keys).toMatchObject([{ key: text('other') }]);
    const seen = new Set<string>();
    let cursor = '0';
    do {
      const part = await get(`keys?count=1&cursor=${cursor}`);
      for (const { key } of part.keys) seen.add(key.data);
      cursor = part.cursor;
    } while (cursor !== '0');
    expect(seen.size).toBe(9);
  });

  it('of any bytes are told as Base64, and asked for that way', async () => {
    const match = Buffer.from([0xff, 0x2a]).toString('base64url');
    const { keys } = await get(`keys?match=${match}&matchEncoding=base64`);
    expect(keys[0].key).toEqual({ data: binary.toString('base64url'), encoding: 'base64' });
    const found = await get(`keys/0/${binary.toString('base64url')}?encoding=base64`);
    expect(found.value.value).toEqual({ data: Buffer.from([0xfe, 1]).toString('base64url'), encoding: 'base64' });
    expect((await get('keys/0/-?encoding=empty')).value.value).toEqual(text('empty key'));
    expect((await get(`keys/0/${encodeURIComponent('a/b?c#d')}`)).value.value).toEqual(text('odd'));
    expect((await ask('keys/0/%21%21?encoding=base64')).status).toBe(400);
  });

  it('show their values, a part at a time', async () => {
    const first = await get('keys/0/list?limit=100');
    expect([first.length, first.value.items.length, first.value.cursor]).toEqual([250, 100, '100']);
    const last = await get('keys/0/list?limit=100&cursor=200');
    expect([last.value.items.at(-1), last.value.cursor]).toEqual([text('item249'), '0']);
    expect((await get('keys/0/set')).value).toEqual({ type: 'set', members: [text('x')], cursor: '0' });
    expect((await get('keys/0/zset')).value.members).toEqual([
      { member: text('one'), score: '1.5' },
      { member: text('two'), score: '2' },
    ]);
    expect((await get('keys/0/hash')).value.fields).toEqual([{ field: text('f'), value: text('v') }]);
    const stream = await get('keys/0/stream?limit=1');
    expect(stream.value).toEqual({
      type: 'stream',
      entries: [{ id: '1-1', fields: [{ field: text('a'), value: text('b') }] }],
      cursor: '1-1',
    });
    expect((await get('keys/0/stream?cursor=1-1')).value.entries[0].id).toBe('1-2');
  });

  it('show the beginning of items, however large: the rest of them is not copied to be looked at', async () => {
    const large = Buffer.alloc(100 * 1024 * 1024, 'x');
    const begun = { data: 'x'.repeat(64 * 1024), encoding: 'utf8', bytes: large.length, truncated: true };
    const small = Array.from({ length: 900 }, (_, i) => `small ${i}`);
    await client.command('RPUSH', 'huge:list', ...small.slice(0, 3), large, ...small.slice(3));
    await client.command('HSET', 'huge:hash', ...small, 'f', large);
    await client.command('XADD', 'huge:stream', '1-1', 'f', large, 'after', 'it');
    await get('keys/0/huge:list?limit=1');
    const before = await server.infoNumber('used_memory_rss', 'memory');
    const list = (await get('keys/0/huge:list?limit=1000&maxBytes=1000000')).value.items;
    expect(list.slice(2, 5)).toEqual([text('small 2'), begun, text('small 3')]);
    const fields = [];
    let cursor = '0';
    do {
      const { value } = await get(`keys/0/huge:hash?limit=1000&cursor=${cursor}`);
      fields.push(...value.fields);
      ({ cursor } = value);
    } while (cursor !== '0');
    expect(fields.filter(({ field }: { field: { data: string } }) => field.data === 'f')).toEqual([
      { field: text('f'), value: begun },
    ]);
    expect((await get('keys/0/huge:stream?maxBytes=10')).value.entries[0].fields).toEqual([
      { field: text('f'), value: { ...begun, data: 'x'.repeat(10) } },
      { field: text('after'), value: text('it') },
    ]);
    // Whole copies took two of these on either side.
    expect((await server.infoNumber('used_memory_rss', 'memory')) - before).toBeLessThan(large.length / 2);
    await client.command('DEL', 'huge:list', 'huge:hash', 'huge:stream');
  }, 30_000);

  it('with names longer than 64 KiB are counted, and told to be left out', async () => {
    await client.command('MSET', 'n'.repeat(64 * 1024), 'x', 'n'.repeat(64 * 1024 + 1), 'x');
    const { keys, tooLong } = await get('keys?match=nnn*&count=1000');
    expect([keys.map(({ key }: { key: { data: string } }) => key.data.length), tooLong]).toEqual([[64 * 1024], 1]);
    await client.command('DEL', 'n'.repeat(64 * 1024), 'n'.repeat(64 * 1024 + 1));
  });

  it('show only the beginning of a large value', async () => {
    await client.command('SET', 'large', 'é'.repeat(100_000));
    const { value, length } = await get('keys/0/large?maxBytes=101');
    expect([length, value.value]).toEqual([
      200_000,
      { data: 'é'.repeat(50), encoding: 'utf8', bytes: 200_000, truncated: true },
    ]);
  });

  it('are looked at without being used', async () => {
    await client.command('SET', 'quiet', 'x');
    await client.command('RPUSH', 'quiet:list', 'x');
    const uses = (): Promise<string[]> =>
      Promise.all(['quiet', 'quiet:list'].map((key) => server.ask('OBJECT', 'FREQ', key)));
    const before = await uses();
    for (let i = 0; i < 5; i++) await Promise.all([get('keys/0/quiet'), get('keys/0/quiet:list'), get('keys')]);
    expect(await uses()).toEqual(before);
  });

  it('are looked at without being hits or misses, hot keys, or a part of the workload', async () => {
    await client.command('SET', 'seen:1', 'x');
    const figures = async () => ({
      hits: await server.infoNumber('keyspace_hits', 'stats'),
      misses: await server.infoNumber('keyspace_misses', 'stats'),
      prefix: (await get('analytics/prefixes')).prefixes.find(({ prefix }: { prefix: string }) => prefix === 'seen:'),
      hot: (await get('hotkeys?count=100')).keys.filter(({ key }: { key: { data: string } }) => key.data === 'seen:1'),
    });
    await expect.poll(async () => (await figures()).prefix?.keys, { timeout: 10_000 }).toBe(1);
    const before = await figures();
    for (let i = 0; i < 200; i++) {
      await Promise.all([get('keys/0/seen:1'), get('keys?match=seen:*'), ask('keys/0/seen:none')]);
    }
    // As long as samples take to be told.
    await client.command('GET', 'seen:1');
    await expect.poll(async () => (await figures()).prefix.hits, { timeout: 10_000 }).toBe(before.prefix.hits + 1);
    expect(await figures()).toMatchObject({ hits: before.hits + 1, misses: before.misses, hot: before.hot });
  }, 40_000);

  it.each([
    ['allkeys-lru', { idleSeconds: 0, frequency: null }],
    ['allkeys-lfu', { idleSeconds: null, frequency: expect.any(Number) }],
    ['allkeys-adaptive', { idleSeconds: 0, frequency: expect.any(Number) }],
  ])('are asked only for what %s knows: no question ends in an error', async (policy, known) => {
    await client.command('CONFIG', 'SET', 'maxmemory-policy', policy);
    await client.command('SET', 'quiet', 'x');
    const before = await server.infoNumber('total_error_replies', 'stats');
    expect(await get('keys/0/quiet')).toMatchObject(known);
    expect((await get('keys?match=quiet')).keys).toMatchObject([known]);
    expect(await server.infoNumber('total_error_replies', 'stats')).toBe(before);
  });

  it('are deleted', async () => {
    const path = `keys/0/${binary.toString('base64url')}?encoding=base64`;
    expect((await ask(path, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(path, { method: 'DELETE' })).status).toBe(404);
    expect(await client.text('EXISTS', binary)).toBe(':0\r\n');
  });

  it('are not looked for in databases that are not there', async () => {
    expect((await ask('keys?db=99')).status).toBe(400);
    expect((await ask('keys/99/a')).status).toBe(400);
    expect((await get('keys?db=2')).keys.length).toBe(1);
  });
});
