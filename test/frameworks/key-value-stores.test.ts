/** Keyv and cache-manager: their stores over Redis, with times to live, namespaces, and many keys at once. */
import KeyvRedis from '@keyv/redis';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { askOnce } from '../helpers/ask.ts';
import { type FrameworkServer, startFrameworkServer } from './framework-server.ts';

let server: FrameworkServer;
beforeAll(async () => {
  server = await startFrameworkServer();
});
beforeEach(async () => {
  await askOnce(server.port, ['FLUSHALL']);
});
afterAll(() => server.stop());

it('Keyv keeps values of any kind, in namespaces, for their time', async () => {
  const users = new Keyv({ store: new KeyvRedis(server.url), namespace: 'users' });
  const pages = new Keyv({ store: new KeyvRedis(server.url), namespace: 'pages' });
  await users.set('1', { name: 'Ada', tags: ['a', 'b'] });
  await pages.set('1', 'a page', 2_500);
  expect(await users.get('1')).toEqual({ name: 'Ada', tags: ['a', 'b'] });
  expect(await pages.get('1')).toBe('a page');
  await expect.poll(() => pages.get('1')).toBeUndefined();
  await users.setMany(Array.from({ length: 200 }, (_, i) => ({ key: `many:${i}`, value: i })));
  expect(await users.getMany(['many:3', 'many:199', 'nobody'])).toEqual([3, 199, undefined]);
  expect(await users.has('many:3')).toBe(true);
  await pages.set('2', 'stays');
  await users.deleteMany(['many:3', 'many:4']);
  expect(await users.has('many:3')).toBe(false);
  const seen = new Map<string, unknown>();
  for await (const [key, value] of users.iterator!('users') as AsyncIterable<[string, unknown]>) seen.set(key, value);
  expect(seen.size).toBe(199);
  await users.clear();
  expect(await users.get('1')).toBeUndefined();
  expect(await pages.get('2')).toBe('stays');
  await Promise.all([users.disconnect(), pages.disconnect()]);
});

it('cache-manager asks the source once, and again when the value is stale', async () => {
  const cache = createCache({ stores: [new Keyv({ store: new KeyvRedis(server.url), namespace: 'cache' })] });
  let asked = 0;
  const load = async (): Promise<{ answer: number }> => ({ answer: ++asked });
  const read = (): Promise<{ answer: number }> => cache.wrap('question', load, 2_500);
  expect(await Promise.all([read(), read(), read()])).toEqual([{ answer: 1 }, { answer: 1 }, { answer: 1 }]);
  expect(await read()).toEqual({ answer: 1 });
  await expect.poll(read).toEqual({ answer: 2 });
  await cache.mset([
    { key: 'a', value: 1, ttl: 10_000 },
    { key: 'b', value: 2, ttl: 10_000 },
  ]);
  expect(await cache.mget(['a', 'b', 'c'])).toEqual([1, 2, undefined]);
  await cache.mdel(['a']);
  expect(await cache.get('a')).toBeUndefined();
  await cache.clear();
  expect(await cache.get('b')).toBeUndefined();
  await cache.disconnect();
});
