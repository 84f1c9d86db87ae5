/** redlock and rate-limiter-flexible: locks that exclude, and limits that count, over many connections. */
import { Redis } from 'ioredis';
import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import Redlock from 'redlock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FrameworkServer, runsScripts, startFrameworkServer } from './framework-server.ts';

let server: FrameworkServer;
let scripts = false;
let clients: Redis[];
beforeAll(async () => {
  server = await startFrameworkServer(2);
  scripts = await runsScripts(server);
  clients = Array.from({ length: 8 }, () => new Redis({ port: server.port }));
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await server.stop();
});

it('redlock: what is locked is done by one at a time, and a lock ends with its time', async (context) => {
  context.skip(!scripts, 'the server runs no scripts');
  let inside = 0;
  let most = 0;
  let done = 0;
  await Promise.all(
    clients.map(async (client) => {
      const locks = new Redlock([client], { retryCount: 500, retryDelay: 5, retryJitter: 5 });
      for (let i = 0; i < 10; i++) {
        const lock = await locks.lock('resource', 5_000);
        most = Math.max(most, ++inside);
        await new Promise((wait) => setTimeout(wait, 1));
        inside--;
        done++;
        await lock.unlock();
      }
    }),
  );
  expect([most, done]).toEqual([1, 80]);
  const impatient = new Redlock([clients[0]!], { retryCount: 0 });
  const patient = new Redlock([clients[1]!], { retryCount: 500, retryDelay: 20 });
  const first = await impatient.lock('short', 2_000);
  await expect(impatient.lock('short', 2_000)).rejects.toThrow();
  const second = await patient.lock('short', 10_000);
  await expect(first.unlock()).rejects.toThrow();
  const longer = await second.extend(30_000);
  expect(await clients[2]!.pttl('short')).toBeGreaterThan(10_000);
  await longer.unlock();
  expect(await clients[2]!.exists('short')).toBe(0);
});

it('rate-limiter-flexible: just so many points in a time, whoever asks', async (context) => {
  context.skip(!scripts, 'the server runs no scripts');
  const limiters = clients.map(
    (storeClient) =>
      new RateLimiterRedis({ storeClient, keyPrefix: 'limit', points: 100, duration: 30, blockDuration: 60 }),
  );
  const outcomes = await Promise.allSettled(
    Array.from({ length: 400 }, (_, i) => limiters[i % limiters.length]!.consume('somebody')),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  const refused = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect((refused.reason as RateLimiterRes).msBeforeNext).toBeGreaterThan(500);
  expect((await limiters[0]!.get('somebody'))?.remainingPoints).toBe(0);
  await limiters[0]!.delete('somebody');
  expect((await limiters[3]!.consume('somebody', 3)).remainingPoints).toBe(97);
  expect((await limiters[5]!.reward('somebody', 2)).remainingPoints).toBe(99);
});
