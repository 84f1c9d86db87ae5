/** Ten thousand clients that wait: they cost no CPU, are served in their order, and harm nobody else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { cpuSeconds } from '../helpers/process-cost.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const CLIENTS = 10_000;
/** Connections that are opened at once: fewer than a backlog holds. */
const AT_ONCE = 400;

describe('ten thousand blocked clients on two io threads', () => {
  let server: TestServer;
  let control: RawClient;
  const waiting: RawClient[] = [];

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 2, maxclients: CLIENTS + 10 } });
    control = await server.connect();
    while (waiting.length < CLIENTS) {
      waiting.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => server.connect()))));
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(waiting.map((client) => client.close()));
    await control.close();
    await server.stop();
  }, 120_000);

  const blocked = (): Promise<number> => server.infoNumber('blocked_clients', 'clients');

  /** Lets every client wait for what `request` says of its number. */
  async function wait(request: (i: number) => string[]): Promise<void> {
    for (const [i, client] of waiting.entries()) {
      await client.send(encodeCommand(request(i)));
      // What was sent on one connection after the other is read in that order once it has arrived.
      if (i % 1000 === 999) await expect.poll(blocked, { timeout: 20_000, interval: 5 }).toBe(i + 1);
    }
  }

  it('are served each by what it waits for, and the rest goes on waiting without CPU', {
    timeout: 120_000,
  }, async () => {
    await wait((i) => ['BLPOP', `queue:${i % 100}`, 'all', '0']);
    const before = server.cpu();
    await sleep(1_000);
    expect(cpuSeconds(before, server.cpu())).toBeLessThan(0.25);
    for (let i = 0; i < 20; i++) expect(await control.text('SET', `other:${i}`, 'x')).toBe('+OK\r\n');
    for (let queue = 0; queue < 100; queue++)
      expect(await control.text('RPUSH', `queue:${queue}`, 'one')).toBe(':1\r\n');
    await expect.poll(blocked, { timeout: 20_000 }).toBe(CLIENTS - 100);
    expect(await control.text('RPUSH', 'all', ...Array.from({ length: CLIENTS - 100 }, (_, i) => `item ${i}`))).toBe(
      `:${CLIENTS - 100}\r\n`,
    );
    await expect.poll(blocked, { timeout: 20_000 }).toBe(0);
    const got = await Promise.all(waiting.map(async (client) => (await client.readReply()).bytes.toString('latin1')));
    expect(got.filter((reply) => reply.includes('$3\r\none\r\n')).length).toBe(100);
    expect(new Set(got.map((reply) => /item \d+/.exec(reply)?.[0])).size).toBe(CLIENTS - 100 + 1);
    expect(await control.text('EXISTS', 'all')).toBe(':0\r\n');
  });

  it('time out together', { timeout: 120_000 }, async () => {
    const startedAt = performance.now();
    for (const client of waiting) await client.send(encodeCommand(['BLPOP', 'nothing', '1']));
    const got = await Promise.all(waiting.map((client) => client.text('PING')));
    expect(new Set(got)).toEqual(new Set(['*-1\r\n']));
    await Promise.all(waiting.map((client) => client.readReply()));
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(await blocked()).toBe(0);
  });
});
