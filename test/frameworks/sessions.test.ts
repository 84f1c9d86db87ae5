/** connect-redis: sessions of express live on the server, for as long as they are used. */
import { RedisStore } from 'connect-redis';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FrameworkServer, startFrameworkServer } from './framework-server.ts';

let server: FrameworkServer;
beforeAll(async () => {
  server = await startFrameworkServer();
});
afterAll(() => server.stop());

it('keeps, touches, lists and ends sessions', async () => {
  const client = createClient({ url: server.url });
  await client.connect();
  const store = new RedisStore({ client, prefix: 'sess:', ttl: 60 });
  // What express-session gives its store.
  const session = (user: string): never =>
    ({ cookie: { originalMaxAge: 30_000, expires: new Date(Date.now() + 30_000) }, user }) as never;
  for (let i = 0; i < 300; i++) await store.set(`id-${i}`, session(`user ${i}`));
  expect(await store.length()).toBe(300);
  expect(await store.get('id-7')).toMatchObject({ user: 'user 7' });
  expect(await store.get('nobody')).toBeFalsy();
  const before = await client.pTTL('sess:id-7');
  expect(before).toBeGreaterThan(25_000);
  await client.pExpire('sess:id-7', 5_000);
  await store.touch('id-7', session('user 7'));
  expect(await client.pTTL('sess:id-7')).toBeGreaterThan(25_000);
  await store.destroy('id-7');
  expect(await store.get('id-7')).toBeFalsy();
  expect((await store.ids()).sort()).toHaveLength(299);
  await store.clear();
  expect(await store.length()).toBe(0);
  expect(await client.dbSize()).toBe(0);
  await client.close();
});
