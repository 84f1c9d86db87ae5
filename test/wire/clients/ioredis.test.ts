/** ioredis does its ordinary work against the server, over RESP3 and RESP2, without noticing. */
import { Redis, type RedisOptions } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 2 } });
});
afterAll(() => server.stop());

describe.each([
  ['RESP3', 3],
  ['RESP2', 2],
] as const)('ioredis over %s', (_, protocol) => {
  const open = (more: Omit<RedisOptions, 'replyMapping'> = {}): Redis =>
    new Redis({ port: server.port, host: '127.0.0.1', protocol, ...more });

  it('becomes ready: its INFO check passes', async () => {
    const redis = open({ lazyConnect: true, enableReadyCheck: true, connectionName: 'app', db: 3 });
    await redis.connect();
    expect(redis.status).toBe('ready');
    expect(await redis.client('GETNAME')).toBe('app');
    await redis.quit();
  });

  it('stores text, numbers and bytes', async () => {
    const redis = open();
    expect(await redis.set('text', 'héllo', 'EX', 100)).toBe('OK');
    expect(await redis.get('text')).toBe('héllo');
    expect(await redis.ttl('text')).toBeGreaterThan(95);
    const bytes = Buffer.from(Uint8Array.from({ length: 70_000 }, (_, i) => i & 255));
    await redis.set('bytes', bytes);
    expect(await redis.getBuffer('bytes')).toEqual(bytes);
    expect(await redis.incrby('n', 41)).toBe(41);
    expect(await redis.incrbyfloat('f', 0.1)).toBe('0.1');
    expect(await redis.mget('text', 'missing', 'n')).toEqual(['héllo', null, '41']);
    expect(await redis.del('text', 'bytes', 'n', 'f')).toBe(4);
    await redis.quit();
  });

  it('answers a pipeline in order, errors in their place', async () => {
    const redis = open();
    const pipeline = redis.pipeline();
    for (let i = 0; i < 500; i++) pipeline.set(`p${i}`, i).get(`p${i}`);
    pipeline.set('word', 'x').incr('word').get('word').call('NOSUCHCOMMAND');
    const results = (await pipeline.exec()) ?? [];
    expect(results.length).toBe(1_004);
    for (let i = 0; i < 500; i++) expect(results[i * 2 + 1]).toEqual([null, String(i)]);
    expect(results[1_001]?.[0]?.message).toBe('ERR value is not an integer or out of range');
    expect(results[1_002]).toEqual([null, 'x']);
    expect(results[1_003]?.[0]?.message).toMatch(/^ERR unknown command 'NOSUCHCOMMAND'/);
    await redis.flushall();
    await redis.quit();
  });

  it('scans every key once it is asked to', async () => {
    const redis = open();
    await redis.mset(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`scan:${i}`, i])));
    const seen = new Set<string>();
    for await (const keys of redis.scanStream({ match: 'scan:*', count: 37 })) for (const key of keys) seen.add(key);
    expect(seen.size).toBe(1_000);
    await redis.flushall();
    await redis.quit();
  });

  it('comes back after its connection is killed', async () => {
    const redis = open({ retryStrategy: () => 5 });
    const other = open();
    const id = await redis.client('ID');
    expect(await other.client('KILL', 'ID', id)).toBe(1);
    await redis.set('after', 'kill');
    expect(await redis.get('after')).toBe('kill');
    expect(await redis.client('ID')).not.toBe(id);
    await Promise.all([redis.quit(), other.quit()]);
  });
});

describe('ioredis with a password', () => {
  let locked: TestServer;
  beforeAll(async () => {
    locked = await startServer({ settings: { requirepass: 'secret' } });
  });
  afterAll(() => locked.stop());

  it('authenticates, and is told when the password is wrong', async () => {
    const redis = new Redis({ port: locked.port, password: 'secret' });
    expect(await redis.set('k', 'v')).toBe('OK');
    await redis.quit();
    const wrong = new Redis({ port: locked.port, password: 'wrong', retryStrategy: () => null, lazyConnect: true });
    const errors: string[] = [];
    wrong.on('error', (error: Error) => errors.push(error.message));
    await expect(wrong.connect()).rejects.toThrow();
    expect(errors.join()).toMatch(/WRONGPASS|NOAUTH/);
    wrong.disconnect();
  });
});
