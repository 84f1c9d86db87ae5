/** What policies would hit is told to who has just begun: few small keys, and a limit of gigabytes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { http } from '../helpers/http.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const KEYS = 1_500;

interface Row {
  readonly name: string;
  readonly hitRatio: number;
}

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 1, maxmemory: '10gb' } });
});

afterAll(async () => server.stop());

async function policies(): Promise<readonly Row[]> {
  const answer = await http(server.adminPort, '/api/v1/analytics/policies');
  return answer.status === 200 ? ((await answer.json()) as { policies: readonly Row[] }).policies : [];
}

it('all policies hit what is hit, as long as nothing has to go', async () => {
  const client = await server.connect();
  for (let key = 0; key < KEYS; key++) await client.command('SET', `page:${key}`, 'x'.repeat(50));
  const deadline = performance.now() + 20_000;
  let rows: readonly Row[] = [];
  // Nothing is told of a policy before some of these keys were looked at, and nothing wrong then.
  while (!rows.some(({ name }) => name === 'allkeys-lfu') && performance.now() < deadline) {
    for (let key = 0; key < KEYS; key++) await client.command('GET', `page:${key}`);
    rows = await policies();
    expect(rows.filter(({ hitRatio }) => hitRatio < 0.99)).toEqual([]);
  }
  const names = rows.map(({ name }) => name);
  for (const name of ['adaptive', 'lru', 'lfu', 'fifo', 'random', 'sieve', 's3fifo', 'tinylfu', 'cost']) {
    expect(names).toContain(`allkeys-${name}`);
  }
  await client.close();
}, 30_000);
