/** What a scrape of the metrics costs the process when the store is full and many commands are in use. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { AT_ONCE, EVERY_MS } from '../../src/admin/metrics-text.ts';
import { http } from '../helpers/http.ts';
import { cpuSeconds } from '../helpers/process-cost.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MOST_MS = 5;
const KEYS = 300_000;
/** Of as many scrapes as get a text of their own when they follow each other. */
const BURSTS = 4;
/** Each with a histogram and percentiles of its own. */
const COMMANDS =
  'GET a|SET a 1|INCR n|DECR n|APPEND s x|STRLEN s|GETRANGE s 0 1|MGET a n|EXISTS a|TYPE a|TTL a|EXPIRE a 900|PERSIST a|' +
  'LPUSH l x|RPUSH l x|LRANGE l 0 1|LLEN l|LINDEX l 0|SADD t x|SCARD t|SISMEMBER t x|SMEMBERS t|HSET h f v|HGET h f|' +
  'HGETALL h|HLEN h|HEXISTS h f|HDEL h g|ZADD z 1 a|ZSCORE z a|ZRANGE z 0 1|ZCARD z|ZRANK z a|XADD x * f v|XLEN x|' +
  'XRANGE x - + COUNT 1|DEL q|UNLINK q|PING|ECHO x|DBSIZE|TIME|TOUCH a|COPY a b REPLACE|GETSET a 1|SETNX a 1';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, 'enable-debug-command': 'yes' } });
  const client = await server.connect();
  for (let part = 0; part < 10; part++) {
    expect(await client.text('DEBUG', 'POPULATE', String(KEYS / 10), `part:${part}`)).toBe('+OK\r\n');
  }
  const commands = COMMANDS.split('|').map((line) => line.split(' '));
  await client.send(Buffer.concat(commands.map(encodeCommand)));
  for (const [name] of commands) expect([name, (await client.readReply()).reply.type]).not.toEqual([name, 'error']);
  await client.close();
}, 60_000);

afterAll(() => server?.stop());

it(`takes at most ${MOST_MS} ms of processor time, with ${KEYS} keys`, async () => {
  const scrape = async (): Promise<string> => (await http(server.adminPort, '/metrics')).text;
  const cost = async (): Promise<number> => {
    let spent = 0;
    for (let burst = 0; burst < BURSTS; burst++) {
      await sleep(AT_ONCE * EVERY_MS);
      const before = server.cpu();
      for (let i = 0; i < AT_ONCE; i++) await scrape();
      spent += cpuSeconds(before, server.cpu());
    }
    return (spent * 1000) / (BURSTS * AT_ONCE);
  };
  // Compilers and collectors run beside some of them.
  let best = await cost();
  for (let round = 0; round < 5 && best > MOST_MS; round++) best = Math.min(best, await cost());
  expect(best).toBeLessThanOrEqual(MOST_MS);
  const text = await scrape();
  expect(text.match(/^larder_command_duration_seconds_count\{/gm)?.length).toBeGreaterThan(40);
  expect(Number(/^larder_keys (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(KEYS);
}, 90_000);
