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
