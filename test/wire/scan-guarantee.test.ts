/** SCAN's promise: a key that is there from beginning to end is returned, however much the index grows meanwhile. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 2 } });
});
afterAll(() => server.stop());

async function write(client: RawClient, commands: string[][]): Promise<void> {
  await client.send(Buffer.concat(commands.map(encodeCommand)));
  for (let i = 0; i < commands.length; i++) await client.readReply();
}

const range = (name: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}:${from + i}`);

/** One full iteration; `between` runs between its steps. */
async function scanAll(client: RawClient, between: (step: number) => Promise<void>): Promise<string[]> {
  const out: string[] = [];
  let cursor = '0';
  let step = 0;
  do {
    const { reply } = await client.command('SCAN', cursor, 'COUNT', '50');
    const [next, keys] = reply.value as [Reply, Reply];
    cursor = String(next.value);
    for (const key of keys.value as Reply[]) out.push(String(key.value));
    await between(step++);
  } while (cursor !== '0');
  return out;
}

it('while thousands of keys come', async () => {
  const client = await server.connect();
  const steady = range('steady', 0, 2_000);
  await write(
    client,
    steady.map((key) => ['SET', key, 'v']),
  );
  let made = 0;
  const seen = await scanAll(client, async () => {
    if (made >= 30_000) return;
    await write(
      client,
      range('new', made, 500).map((key) => ['SET', key, 'v']),
    );
    made += 500;
  });
  const found = new Set(seen);
  expect(steady.filter((key) => !found.has(key))).toEqual([]);
  await write(client, [['FLUSHALL']]);
  await client.close();
});

it('while most keys go', async () => {
  const client = await server.connect();
  const steady = range('steady', 0, 1_000);
  await write(
    client,
    [...steady, ...range('old', 0, 20_000)].map((key) => ['SET', key, 'v']),
  );
  let gone = 0;
  const seen = await scanAll(client, async () => {
    if (gone >= 20_000) return;
    await write(client, [['UNLINK', ...range('old', gone, 1_000)]]);
    gone += 1_000;
  });
  const found = new Set(seen);
  expect(steady.filter((key) => !found.has(key))).toEqual([]);
  await write(client, [['FLUSHALL']]);
  await client.close();
});

it('and nothing comes twice while nothing changes', async () => {
  const client = await server.connect();
  const keys = range('key', 0, 5_000);
  await write(
    client,
    keys.map((key) => ['SET', key, 'v']),
  );
  const seen = await scanAll(client, async () => undefined);
  expect(seen.length).toBe(keys.length);
  expect(new Set(seen).size).toBe(keys.length);
  await client.close();
});
