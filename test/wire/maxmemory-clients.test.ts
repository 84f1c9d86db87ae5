/** maxmemory-clients: who has most in buffers is cut off, on whichever thread; CLIENT NO-EVICT exempts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MB = 1024 * 1024;

describe.each([1, 2])('%i io threads', (threads) => {
  let server: TestServer;
  let admin: RawClient;
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
    admin = await server.connect();
    await admin.command('CLIENT', 'NO-EVICT', 'ON');
    await admin.command('CONFIG', 'SET', 'maxmemory-clients', '8mb');
  });
  afterAll(async () => {
    await admin.close();
    await server.stop();
  });

  // Asked by the client that is exempt: another one might be the one that has to go.
  const figure = async (name: string): Promise<number> => {
    const info = await admin.text('INFO', 'everything');
    return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  };
  const evicted = (): Promise<number> => figure('evicted_clients');
  const connected = (): Promise<number> => figure('connected_clients');

  /** Queues a transaction of so many bytes. */
  async function queue(client: RawClient, bytes: number): Promise<void> {
    await client.command('MULTI');
    for (let left = bytes; left > 0; left -= 50_000) await client.command('SET', 'k', Buffer.alloc(50_000, 'v'));
  }

  it('the largest goes, the others are served', { timeout: 60_000 }, async () => {
    const before = await evicted();
    const [small, large] = [await server.connect(), await server.connect()];
    await queue(small, 2 * MB);
    // The server looks once a second: it may be cut off before the last bytes.
    await queue(large, 7 * MB).catch(() => undefined);
    await expect.poll(evicted, { timeout: 10_000 }).toBe(before + 1);
    await expect(large.command('PING')).rejects.toThrow();
    expect(await small.text('DISCARD')).toBe('+OK\r\n');
    await Promise.all([small.close(), large.close()]);
  });

  it('arguments that have not come whole count, also those that go to pages of their own', {
    timeout: 60_000,
  }, async () => {
    const before = await evicted();
    const sender = await server.connect();
    await sender.send(Buffer.from(`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${20 * MB}\r\nthe first bytes`));
    await expect.poll(evicted, { timeout: 10_000 }).toBe(before + 1);
    await sender.close();
  });

  it('with CLIENT NO-EVICT a client stays', { timeout: 60_000 }, async () => {
    const before = await evicted();
    const client = await server.connect();
    await client.command('CLIENT', 'NO-EVICT', 'ON');
    await client.send(Buffer.from(`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${20 * MB}\r\n`));
    const idle = await server.connect();
    // The other one is not exempt, and goes though it has next to nothing: the sum passes the limit.
    await expect.poll(evicted, { timeout: 10_000 }).toBe(before + 1);
    await expect.poll(connected, { timeout: 5_000 }).toBe([admin, client].length);
    await client.send(Buffer.concat([Buffer.alloc(20 * MB, 'v'), Buffer.from('\r\n'), encodeCommand(['DEL', 'k'])]));
    expect((await client.readReply()).bytes.toString()).toBe('+OK\r\n');
    expect((await client.readReply()).bytes.toString()).toBe(':1\r\n');
    await Promise.all([client.close(), idle.close()]);
  });
});
