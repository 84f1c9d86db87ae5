/** Elements that are looked for ahead of their commands: whatever is pipelined in whatever order, the answers are those of one by one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../bench/stats/random.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MEMBERS = 600;
const kinds = [
  (i: number) => ['SADD', 'set', `m${i}`],
  (i: number) => ['SISMEMBER', 'set', `m${i}`],
  (i: number) => ['SREM', 'set', `m${i}`],
  (i: number) => ['SMOVE', 'set', '{set}2', `m${i}`],
  (i: number) => ['SMISMEMBER', 'set', `m${i}`, `m${i + 1}`],
  (i: number) => ['HSET', 'hash', `m${i}`, `${i}`],
  (i: number) => ['HGET', 'hash', `m${i}`],
  (i: number) => ['HDEL', 'hash', `m${i}`, `m${i + 2}`],
  (i: number) => ['ZADD', 'zset', `${i % 7}`, `m${i}`],
  (i: number) => ['ZADD', 'zset', 'NX', `${i % 7}`, `m${i}`],
  (i: number) => ['ZSCORE', 'zset', `m${i}`],
  (i: number) => ['ZREM', 'zset', `m${i}`],
  (i: number) => ['GET', `m${i}`],
  () => ['EVAL', 'return redis.call("SISMEMBER", KEYS[1], ARGV[1])', '1', 'set', 'm300'],
  () => ['HGET', 'hash'],
];

let server: TestServer;
let client: RawClient;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 1 } });
  client = await server.connect();
});
afterAll(async () => {
  await client.close();
  await server.stop();
});

async function ask(commands: readonly string[][], each: number): Promise<string[]> {
  const replies: string[] = [];
  await client.command('FLUSHALL');
  for (let at = 0; at < commands.length; at += each) {
    for (const { bytes } of await client.pipeline(commands.slice(at, at + each)))
      replies.push(bytes.toString('latin1'));
  }
  return replies;
}

it('answers a pipeline as it answers one by one', { timeout: 60_000 }, async () => {
  const random = new Random(5);
  const fill = Array.from({ length: MEMBERS }, (_, i) => [
    kinds[0]!(100 + i),
    kinds[5]!(100 + i),
    kinds[8]!(100 + i),
  ]).flat();
  const mixed = Array.from({ length: 3000 }, () => kinds[random.below(kinds.length)]!(100 + random.below(MEMBERS)));
  const commands = [...fill, ...mixed];
  const expected = await ask(commands, 1);
  expect(await ask(commands, 16)).toEqual(expected);
  expect(await ask(commands, 31)).toEqual(expected);
});
