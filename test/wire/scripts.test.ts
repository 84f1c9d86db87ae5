/** Scripts on several threads at once: they are atomic, known everywhere at once, and can be ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const ACCOUNTS = Array.from({ length: 6 }, (_, i) => `account:${i}`);
const TOTAL = ACCOUNTS.length * 1000;
const TRANSFER = `
local amount = tonumber(ARGV[1])
if tonumber(redis.call('GET', KEYS[1])) < amount then return 0 end
redis.call('DECRBY', KEYS[1], amount)
redis.call('INCRBY', KEYS[2], amount)
return 1`;
const SUM = 'local sum = 0 for i = 0, 5 do sum = sum + redis.call("GET", "account:" .. i) end return sum';
const FOREVER = 'while true do pcall(function() local x = 1 end) end';

describe.each([1, 2, 4])('%i io threads', (threads) => {
  let server: TestServer;
  let clients: RawClient[];
  const ask = (client: RawClient, ...args: string[]): Promise<string> => client.text(...args);
  beforeAll(async () => {
    server = await startServer({ settings: { threads, 'busy-reply-threshold': 100 } });
    clients = await Promise.all(Array.from({ length: 8 }, () => server.connect()));
    await ask(clients[0]!, 'MSET', ...ACCOUNTS.flatMap((account) => [account, '1000']));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
  });

  it('keeps the sum of accounts between which scripts transfer', async () => {
    const sha = (await ask(clients[0]!, 'SCRIPT', 'LOAD', TRANSFER)).match(/[0-9a-f]{40}/)![0];
    const sums: string[] = [];
    await Promise.all(
      clients.map(async (client, c) => {
        for (let i = 0; i < 60; i++) {
          const from = ACCOUNTS[(c + i) % ACCOUNTS.length]!;
          const to = ACCOUNTS[(c + i * 5 + 1) % ACCOUNTS.length]!;
          if (c === 0) sums.push(await ask(client, 'EVAL', SUM, '0'));
          else expect(await ask(client, 'EVALSHA', sha, '2', from, to, String(1 + (i % 7)))).toMatch(/^:[01]/);
        }
      }),
    );
    expect(new Set(sums.map((sum) => sum.trim()))).toEqual(new Set([`:${TOTAL}`]));
  }, 60_000);

  it('knows a script on every thread as soon as it is loaded', async () => {
    for (let i = 0; i < clients.length; i++) {
      const sha = (await ask(clients[i]!, 'SCRIPT', 'LOAD', `return ${i}`)).match(/[0-9a-f]{40}/)![0];
      for (const client of clients) expect(await ask(client, 'EVALSHA', sha, '0')).toContain(`:${i}`);
    }
  });

  it('tells others that a script takes long, and ends it', async () => {
    const [stuck, other] = clients as [RawClient, RawClient];
    const reply = ask(stuck, 'EVAL', FOREVER, '0');
    await sleep(500);
    expect(await ask(other, 'GET', 'account:0')).toContain('BUSY Redis is busy running a script');
    expect(await ask(other, 'FUNCTION', 'KILL')).toContain('BUSY');
    expect(await ask(other, 'SCRIPT', 'KILL')).toContain('+OK');
    expect(await reply).toContain('Script killed by user with SCRIPT KILL... script: ');
    expect(await ask(other, 'PING')).toContain('+PONG');
    expect(await ask(other, 'SCRIPT', 'KILL')).toContain('NOTBUSY');
  }, 30_000);
});
