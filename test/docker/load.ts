/** Load of every kind that the dashboards show: hits, misses, evictions, expirations, errors, waits, large values. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawClient } from '../helpers/raw-client.ts';
import type { TestServer } from '../helpers/server.ts';

/** Settings under which that load fills memory and the slow log. */
export const LOAD_SETTINGS = { threads: 2, maxmemory: '24mb', 'slowlog-log-slower-than': '0' } as const;

/** Starts it. @returns what ends it */
export async function startLoad(server: TestServer): Promise<() => Promise<void>> {
  const clients = await Promise.all(Array.from({ length: 6 }, () => server.connect()));
  const [subscriber, waiter, ...workers] = clients as [RawClient, RawClient, ...RawClient[]];
  await subscriber.text('SUBSCRIBE', 'news');
  await waiter.send('*3\r\n$5\r\nBLPOP\r\n$5\r\nqueue\r\n$1\r\n0\r\n');
  let isOver = false;
  const work = async (client: RawClient, seed: number): Promise<void> => {
    for (let round = 0; !isOver; round++) await workOnce(client, seed * 1_000_000 + round * 40);
  };
  const working = workers.map(work);
  return async () => {
    isOver = true;
    await Promise.all(working);
    await Promise.all(clients.map((client) => client.close()));
  };
}

const VALUE = 'v'.repeat(700);
const LARGE = Buffer.alloc(100_000, 1);

async function workOnce(client: RawClient, first: number): Promise<void> {
  for (let key = first; key < first + 40; key++) {
    await client.command('SET', `key:${key}`, VALUE);
    await client.command('GET', `key:${key - Math.floor(Math.random() * 60)}`);
    await client.command('SET', `soon:${key}`, 'x', 'PX', 20 + (key % 400));
    await client.command('GET', `soon:${key - 4}`);
  }
  await client.command('SET', `large:${first % 8}`, LARGE);
  // A miss and its refill.
  await client.command('GET', `filled:${first}`);
  await client.command('SET', `filled:${first}`, VALUE);
  await client.command('HSET', 'hash', 'field', String(first));
  await client.command('LPUSH', 'hash', 'wrong type');
  await client.command('GET');
  await sleep(1);
}
