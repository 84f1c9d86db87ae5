/** A client that sends many long commands at once is not served at the expense of all others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const PAIRS = 200;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 1 } });
}, 60_000);
afterAll(async () => {
  await server.stop();
});

it('others are served between the commands of one read, which keep their order', { timeout: 60_000 }, async () => {
  const [sender, other] = await Promise.all([server.connect(), server.connect()]);
  const items = Array.from({ length: 2_000 }, (_, i) => `item ${i}`);
  await sender.command('RPUSH', 'list', ...items);
  const pair = [encodeCommand(['SORT', 'list', 'ALPHA', 'LIMIT', '0', '1']), encodeCommand(['INCR', 'count'])];
  await sender.send(Buffer.concat(Array.from({ length: PAIRS }, () => pair).flat()));

  let sorted = 0;
  while (sorted === 0) {
    const stats = await other.text('INFO', 'commandstats');
    sorted = Number(/cmdstat_sort:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  }
  expect(sorted).toBeLessThan(PAIRS);

  const counts: string[] = [];
  for (let i = 0; i < PAIRS; i++) {
    await sender.readReply();
    counts.push((await sender.readReply()).bytes.toString());
  }
  expect(counts).toEqual(Array.from({ length: PAIRS }, (_, i) => `:${i + 1}\r\n`));
  await Promise.all([sender.close(), other.close()]);
});
