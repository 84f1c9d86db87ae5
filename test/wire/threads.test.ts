/** Many connections on several threads at once: what one command does is seen whole, and nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

describe.each([1, 2, 4])('%i io threads', (threads) => {
  let server: TestServer;
  let clients: RawClient[];
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
    clients = await Promise.all(Array.from({ length: 24 }, () => server.connect()));
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
  });

  async function pipeline(client: RawClient, commands: string[][]): Promise<Reply[]> {
    await client.send(Buffer.concat(commands.map(encodeCommand)));
    const out: Reply[] = [];
    for (let i = 0; i < commands.length; i++) out.push((await client.readReply()).reply);
    return out;
  }

  it('counts every increment of one key', async () => {
    const each = 500;
    await Promise.all(clients.map((client) => pipeline(client, Array(each).fill(['INCR', 'counter']))));
    expect(await server.ask('GET', 'counter')).toBe(String(each * clients.length));
  });

  it('gives SET NX to exactly one', async () => {
    for (let round = 0; round < 50; round++) {
      const replies = await Promise.all(clients.map((client, i) => client.text('SET', `lock${round}`, `${i}`, 'NX')));
      expect(replies.filter((reply) => reply === '+OK\r\n').length).toBe(1);
    }
  });

  it('never shows half of an MSET', async () => {
    const keys = Array.from({ length: 8 }, (_, i) => `m${i}`);
    const write = (client: RawClient, i: number): Promise<Reply[]> =>
      pipeline(client, Array(100).fill(['MSET', ...keys.flatMap((key) => [key, `writer${i}`])]));
    const read = async (client: RawClient): Promise<void> => {
      for (const reply of await pipeline(client, Array(100).fill(['MGET', ...keys]))) {
        expect(new Set((reply.value as Reply[]).map((item) => String(item.value))).size).toBe(1);
      }
    };
    await pipeline(clients[0]!, [['MSET', ...keys.flatMap((key) => [key, 'first'])]]);
    await Promise.all(clients.map((client, i) => (i % 2 === 0 ? write(client, i) : read(client))));
  });

  it('moves a value around by RENAME without losing or doubling it', async () => {
    await server.ask('SET', 'ring0', 'token');
    const places = 5;
    const hop = (i: number): string[][] =>
      Array.from({ length: 200 }, (_, n) => ['RENAME', `ring${(n + i) % places}`, `ring${(n + i + 1) % places}`]);
    await Promise.all(clients.map((client, i) => pipeline(client, hop(i))));
    const held = await pipeline(clients[0]!, [['EXISTS', ...Array.from({ length: places }, (_, i) => `ring${i}`)]]);
    expect(held[0]?.value).toBe(1);
  });

  it('appends whole pieces', async () => {
    await Promise.all(clients.map((client, i) => pipeline(client, Array(50).fill(['APPEND', 'log', `<${i}>`]))));
    const text = await server.ask('GET', 'log');
    expect(text.replace(/<\d+>/g, '')).toBe('');
    expect(text.match(/<\d+>/g)?.length).toBe(50 * clients.length);
  });

  it('ends with a database that counts what it holds', async () => {
    const [size, keys] = await pipeline(clients[0]!, [['DBSIZE'], ['KEYS', '*']]);
    expect((keys!.value as Reply[]).length).toBe(size!.value);
  });
});
