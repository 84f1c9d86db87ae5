import { afterEach, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer | undefined;
afterEach(() => server?.stop());

it('runs all scripts that come while it loads what they need, each client in its order', {
  timeout: 60_000,
}, async () => {
  server = await startServer({ settings: { threads: 2 } });
  const clients = await Promise.all(Array.from({ length: 6 }, () => server!.connect()));
  // Scripts that were never run before are not known to be short: all of these go to the script thread.
  const scripts = (c: number): string[][] =>
    Array.from({ length: 5 }, (_, i) => [
      'EVAL',
      `redis.call('RPUSH', KEYS[1], '${i}') return '${c}:${i}'`,
      '1',
      `l${c}`,
    ]);
  await Promise.all(
    clients.map((client, c) => client.send(Buffer.concat(scripts(c).map((one) => encodeCommand(one))))),
  );
  for (const [c, client] of clients.entries()) {
    const replies: string[] = [];
    for (let i = 0; i < 5; i++) replies.push(String((await client.readReply(30_000)).reply.value));
    expect(replies).toEqual(Array.from({ length: 5 }, (_, i) => `${c}:${i}`));
    expect(String((await client.command('LLEN', `l${c}`)).reply.value)).toBe('5');
  }
  await Promise.all(clients.map((client) => client.close()));
});

it('starts with the first script, and knows what was stored before and is stored meanwhile', {
  timeout: 60_000,
}, async () => {
  server = await startServer({ settings: { threads: 2 } });
  const client = await server.connect();
  // Slabs of both kinds are there.
  await client.send(
    Buffer.concat(Array.from({ length: 1_000 }, (_, i) => encodeCommand(['SET', `k${i}`, `${i}`.repeat(12_000)]))),
  );
  for (let i = 0; i < 1_000; i++) await client.readReply(30_000);
  await client.command('SET', 'large', 'x'.repeat(5_000_000));
  const sum = `local n = 0 for i = 0, 999 do n = n + #redis.call('GET', 'k' .. i) end return n + redis.call('STRLEN', 'large')`;
  const other = await server.connect();
  await client.send(encodeCommand(['EVAL', sum, '0']));
  for (let i = 0; i < 200; i++) await other.command('SET', `m${i}`, 'y'.repeat(60_000));
  const expected = Array.from({ length: 1_000 }, (_, i) => `${i}`.length * 12_000).reduce((a, b) => a + b, 5_000_000);
  expect(String((await client.readReply(30_000)).reply.value)).toBe(String(expected));
  const later = `local n = 0 for i = 0, 199 do n = n + #redis.call('GET', 'm' .. i) end return n`;
  expect(String((await client.command('EVAL', later, '0')).reply.value)).toBe(String(200 * 60_000));
  await Promise.all([client.close(), other.close()]);
});
